"""The routes, one module a subject. A route reads the address, calls one job and renders what it gives."""
