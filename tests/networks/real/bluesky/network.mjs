// The whole Bluesky network on loopback: identity directory (PLC), personal data server (PDS), app view, and a chat.
//
//   DB_POSTGRES_URL=… REDIS_HOST=… PDS_PORT=… … node network.mjs     everything
//   APPVIEW=0 PDS_PORT=… PLC_PORT=… node network.mjs                 PLC and PDS alone, with the PDS's own rate limits
//
// Prints one line of JSON when it is ready: {"pds": "http://localhost:2583", "chat": "did:plc:…#bsky_chat"}.
// Accounts: brand.test, alice.test and bob.test, with the password "hunter2".
import { TestNetwork, TestNetworkNoAppView } from '@atproto/dev-env'
import { startChat } from './chat.mjs'

const port = (name) => Number(process.env[name])
const whole = process.env.APPVIEW !== '0'
const plc = { port: port('PLC_PORT') }
const pds = { port: port('PDS_PORT'), hostname: 'localhost', enableDidDocWithSession: true, rateLimitsEnabled: !whole }

const network = whole
  ? await TestNetwork.create({
      plc,
      pds,
      bsky: { port: port('BSKY_PORT'), publicUrl: `http://localhost:${port('BSKY_PORT')}` },
      introspect: { port: port('INTROSPECT_PORT') },
    })
  : await TestNetworkNoAppView.create({ plc, pds })

for (const name of ['brand', 'alice', 'bob']) {
  await network.pds.getAgent().createAccount({ email: `${name}@example.com`, handle: `${name}.test`, password: 'hunter2' })
}
if (whole) await network.processAll()
const chat = whole ? await startChat(network.plc.url, port('CHAT_PORT')) : ''
console.log(JSON.stringify({ pds: network.pds.url, chat }))

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0))
