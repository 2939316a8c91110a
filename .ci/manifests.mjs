// Reads rendered manifests from standard input; see .ci/manifests.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];
const yaml = createRequire(`${modules}/`)("yaml");

const faults = [];
const rendered = yaml.parseAllDocuments(fs.readFileSync(0, "utf8"));
for (const document of rendered) {
  const object = document.toJS();
  const name = `${object.apiVersion} ${object.kind} ${object.metadata?.name}`;
  try {
    const { [object.kind]: Model } = await import(pathToFileURL(`${modules}/kubernetes-models/${object.apiVersion}/index.js`));
    new Model(object).validate();
  } catch (fault) {
    faults.push(`${name}: ${fault.message}`);
  }
}
if (rendered.length < 7) faults.push(`only ${rendered.length} objects were rendered`);

const compose = yaml.parse(fs.readFileSync("deploy/compose.yaml", "utf8"));
for (const [name, service] of Object.entries(compose.services)) {
  if (!service.image) faults.push(`compose service ${name} has no image`);
  for (const volume of service.volumes ?? []) if (!(volume.split(":")[0] in compose.volumes)) faults.push(`compose volume ${volume} is not declared`);
  for (const { source } of service.secrets ?? []) if (!(source in compose.secrets)) faults.push(`compose secret ${source} is not declared`);
}

const runbook = fs.readFileSync("docs/runbook.md", "utf8");
const alerts = yaml.parse(fs.readFileSync("deploy/prometheus/alerts.yaml", "utf8")).groups.flatMap((g) => g.rules);
for (const { alert, expr } of alerts) {
  if (!runbook.includes(`| ${alert} |`)) faults.push(`alert ${alert} has no line in docs/runbook.md`);
  if (!expr) faults.push(`alert ${alert} has no expression`);
}

for (const fault of faults) console.error(`FAIL  ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`ok    ${rendered.length} Kubernetes objects are valid, the compose file parses, ${alerts.length} alerts have their runbook line`);
