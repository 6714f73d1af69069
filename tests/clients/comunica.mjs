// Asks a server as Comunica's users do, and prints what it found: node comunica.mjs ADDRESS IRI
import { QueryEngine } from '@comunica/query-sparql';

const [address, iri] = process.argv.slice(2);
const engine = new QueryEngine();
const prefixes = 'PREFIX ft: <https://w3id.org/ftgraph/def#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>';
const endpoint = { type: 'sparql', value: `${address}/sparql` };
const document = iri.replace('https://w3id.org/ftgraph', address);

async function column(query, sources) {
  const rows = await (await engine.queryBindings(`${prefixes} ${query}`, { sources })).toArray();
  return rows.map((row) => row.get('label').value);
}

async function refused() {
  try {
    await column('SELECT ?label { SERVICE <http://127.0.0.1:9/sparql> { ?s rdfs:label ?label } }', [endpoint]);
    return false;
  } catch {
    return true;
  }
}

const epci = `SELECT ?label { <${iri}> ft:within ?epci . ?epci a ft:Epci ; rdfs:label ?label }`;
const told = {
  endpoint: await column(epci, [endpoint]),
  'found by its description': await column(epci, [`${address}/sparql`]),
  document: await column(`SELECT ?label { <${iri}> rdfs:label ?label }`, [document]),
  both: await column(`SELECT DISTINCT ?label { <${iri}> ft:within ?label . ?label a ft:Epci }`, [document, endpoint]),
  exists: await engine.queryBoolean(`ASK { <${iri}> ?p ?o }`, { sources: [endpoint] }),
  triples: (await (await engine.queryQuads(`CONSTRUCT { <${iri}> ?p ?o } WHERE { <${iri}> ?p ?o }`,
    { sources: [endpoint] })).toArray()).length,
  refused: await refused(),
};
console.log(JSON.stringify(told));
