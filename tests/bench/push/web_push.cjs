// Sends with the npm package `web-push`, so many at once: `node web_push.cjs < job.json`.
const webpush = require("web-push");

const job = JSON.parse(require("fs").readFileSync(0, "utf8"));
webpush.setVapidDetails("mailto:sam@care.example", job.public_key, job.private_key);

async function carry(subscriptions) {
  for (const subscription of subscriptions) {
    const answer = await webpush.sendNotification(subscription, job.message, { TTL: 3600 });
    if (answer.statusCode !== 201) throw new Error(`answered ${answer.statusCode}`);
  }
}

async function main() {
  const began = process.hrtime.bigint(), cpu = process.cpuUsage();
  const rest = job.subscriptions.values(); // shared: each carrier takes the next
  await Promise.all(Array.from({ length: job.in_flight }, () => carry(rest)));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6 }));
  process.exit();
}

main();
