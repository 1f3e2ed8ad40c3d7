// A stand-in for Bluesky's chat service, which is closed source. What makes it worth having: it is reached through the
// real PDS's proxy with the real service token, which it verifies, and every input and output is checked against the
// official chat.bsky.* lexicons. It keeps everything in memory.
import http from 'node:http'
import express from 'express'
import { schemas } from '@atproto/api'
import { Secp256k1Keypair } from '@atproto/crypto'
import { IdResolver } from '@atproto/identity'
import { AuthRequiredError, InvalidRequestError, Server, verifyJwt } from '@atproto/xrpc-server'
import { Client as PlcClient } from '@did-plc/lib'

const DEFS = 'chat.bsky.convo.defs'
const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz'

// Starts the chat and tells the service id that requests must be proxied to.
export async function startChat(plcUrl, port) {
  const address = `http://localhost:${port}`
  const did = await register(plcUrl, address)
  const app = express()
  app.use(chatServer(did, new IdResolver({ plcUrl, fetch: globalThis.fetch })).router)
  await new Promise((listening) => http.createServer(app).listen(port, '127.0.0.1', listening))
  return `${did}#bsky_chat`
}

// An identity of its own, whose document says where the chat is.
async function register(plcUrl, address) {
  const key = await Secp256k1Keypair.create()
  const plc = new PlcClient(plcUrl)
  const did = await plc.createDid({
    signingKey: key.did(), rotationKeys: [key.did()], handle: 'chat.test', pds: address, signer: key,
  })
  await plc.updateData(did, key, (data) => {
    data.services.bsky_chat = { type: 'BskyChatService', endpoint: address }
    return data
  })
  return did
}

function chatServer(did, resolver) {
  const server = new Server(schemas, { validateResponse: true, payload: { jsonLimit: 1e6 } })
  const convos = new Map()
  const log = []

  const auth = async ({ req }) => {
    const token = (req.headers.authorization ?? '').replace('Bearer ', '')
    if (!token) throw new AuthRequiredError('missing jwt')
    const method = req.originalUrl.split('?')[0].replace('/xrpc/', '')
    const keyOf = (issuer, fresh) => resolver.did.resolveAtprotoKey(issuer, fresh)
    const { iss } = await verifyJwt(token, did, method, keyOf)
    return { credentials: { did: iss } }
  }
  const serve = (name, answer) => server.method(`chat.bsky.convo.${name}`, {
    auth,
    handler: async ({ params, input, auth }) => ({
      encoding: 'application/json',
      body: await answer(auth.credentials.did, input?.body ?? params),
    }),
  })
  const handleOf = async (member) => (await resolver.did.resolveAtprotoData(member)).handle
  const find = (id, me) => {
    const convo = convos.get(id)
    if (!convo?.members.some((member) => member.did === me)) throw new InvalidRequestError('Convo not found', 'InvalidConvo')
    return convo
  }
  const note = (convo, kind, more) => {
    const entry = { $type: `${DEFS}#${kind}`, rev: nextRev(), convoId: convo.id, ...more }
    log.push({ readers: convo.members.map((member) => member.did), entry })
  }

  serve('getConvoForMembers', async (me, { members }) => {
    const dids = [...new Set([me, ...members])].sort()
    const id = dids.join()
    if (!convos.has(id)) {
      const people = await Promise.all(dids.map(async (did) => ({ did, handle: await handleOf(did) })))
      convos.set(id, { id: nextRev(), members: people, messages: [] })
      convos.set(convos.get(id).id, convos.get(id))
      note(convos.get(id), 'logBeginConvo', {})
    }
    return { convo: convoView(convos.get(id)) }
  })
  serve('listConvos', async (me) => {
    const mine = [...new Set(convos.values())].filter((convo) => convo.members.some((member) => member.did === me))
    return { convos: mine.map(convoView) }
  })
  serve('getMessages', async (me, { convoId, cursor, limit }) => {
    const older = find(convoId, me).messages.filter((message) => !cursor || message.rev < cursor)
    const page = older.reverse().slice(0, limit)
    return { messages: page, ...(page.length ? { cursor: page.at(-1).rev } : {}) }
  })
  serve('sendMessage', async (me, { convoId, message }) => {
    const convo = find(convoId, me)
    const rev = nextRev()
    const sent = { id: rev, rev, text: message.text, facets: message.facets, sender: { did: me }, sentAt: new Date().toISOString() }
    convo.messages.push({ $type: `${DEFS}#messageView`, ...sent })
    note(convo, 'logCreateMessage', { message: convo.messages.at(-1) })
    return sent
  })
  serve('deleteMessageForSelf', async (me, { convoId, messageId }) => {
    const convo = find(convoId, me)
    const { id, rev, sender, sentAt } = convo.messages.find((message) => message.id === messageId)
    const gone = { $type: `${DEFS}#deletedMessageView`, id, rev, sender, sentAt }
    convo.messages = convo.messages.filter((message) => message.id !== messageId)
    note(convo, 'logDeleteMessage', { message: gone })
    return { id, rev, sender, sentAt }
  })
  serve('getLog', async (me, { cursor }) => {
    const mine = log.filter(({ readers, entry }) => readers.includes(me) && (!cursor || entry.rev > cursor))
    const logs = mine.slice(0, 50).map(({ entry }) => entry)
    return { logs, ...(logs.length || cursor ? { cursor: logs.at(-1)?.rev ?? cursor } : {}) }
  })
  return server
}

function convoView(convo) {
  const last = convo.messages.at(-1)
  return {
    id: convo.id, rev: last?.rev ?? convo.id, muted: false, status: 'accepted', unreadCount: 0, members: convo.members,
    ...(last ? { lastMessage: last } : {}),
  }
}

// Names that sort by time, as the real service gives them.
let count = 0n
function nextRev() {
  count += 1n
  const value = (BigInt(Date.now()) * 1000n + (count % 1000n)) << 10n
  return [...Array(13).keys()].map((place) => SORTABLE[Number((value >> BigInt(5 * (12 - place))) & 31n)]).join('')
}
