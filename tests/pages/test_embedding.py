"""A list in another site's frame: only where a setting names the site, at the height of its content."""

from dataclasses import replace

import pytest

from ftgraph.errors import UsageError
from ftgraph_api.pages import embed


def test_nobody_may_frame_it_unless_a_setting_says_so(browser):
    answer = browser.get("/embed?barrier=mobilite")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "47 solutions" in browser.open("/embed?barrier=mobilite&territory=departement:35").text
    page = browser.get("/")
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["content-security-policy"].count("frame-ancestors") == 1


def test_the_sites_of_the_setting_may(demo_settings, open_browser):
    other = open_browser(replace(demo_settings, embed_sites="https://www.ille-et-vilaine.fr http://127.0.0.1:9"))
    answer = other.get("/embed?barrier=mobilite")
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors https://www.ille-et-vilaine.fr http://127.0.0.1:9" in policy
    assert "x-frame-options" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert other.get("/").headers["x-frame-options"] == "DENY"
    again = other.get("/embed?barrier=mobilite", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("wrong", ["*", "https://a.fr; script-src *", "https://a.fr/page", "'self'", "javascript:1"])
def test_what_is_no_origin_is_refused(demo_settings, wrong):
    with pytest.raises(UsageError, match="FTGRAPH_EMBED_SITES"):
        embed.sites(replace(demo_settings, embed_sites=wrong))
