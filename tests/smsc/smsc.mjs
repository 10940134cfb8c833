// An SMSC by the npm package `smpp`, which takes orders over HTTP: how to answer, when, and what to deliver.
// It prints its two ports as one line of JSON.
import http from 'node:http';
import smpp from 'smpp';

const PASSWORD = 'secret';
const fresh = () => ({
  throttle: 0, // submit_sm to refuse with ESME_RTHROTTLED
  status: 0, // command_status for every other submit_sm
  refuse: [], // destinations that do not exist
  drop: 0, // submit_sm to take and never answer
  delay: 0, // milliseconds before an answer
  garbage: 0, // submit_sm to answer with bytes that are no SMPP
  close: 0, // cut the connection when so many more submit_sm have come; 0 for never
  receipt: 'after', // after, early, none
  receiptDelay: 20,
  states: ['DELIVRD'], // one receipt each
  silent: false, // answers no enquire_link
  tlv: false, // the receipt is in optional parameters
});
let orders = fresh();
let messages = []; // every submit_sm that was accepted
let submits = 0;
let answers = []; // what was answered to our deliver_sm
let number = 0;
const sessions = new Set();

function receipt(session, pdu, id, state) {
  const options = {
    source_addr: pdu.destination_addr,
    destination_addr: pdu.source_addr,
    source_addr_ton: 1,
    source_addr_npi: 1,
    esm_class: 4,
  };
  if (orders.tlv) {
    Object.assign(options, { short_message: '', receipted_message_id: id, message_state: { DELIVRD: 2, UNDELIV: 5 }[state] });
  } else {
    options.short_message = `id:${id} sub:001 dlvrd:001 submit date:2611231159 done date:2611231200 stat:${state} err:000 text:`;
  }
  session.deliver_sm(options, (answer) => answers.push({ id, status: answer.command_status }));
}

function accept(session, pdu) {
  const id = (0xa0000 + ++number).toString(16);
  messages.push({
    id,
    to: pdu.destination_addr,
    from: pdu.source_addr,
    sourceTon: pdu.source_addr_ton,
    coding: pdu.data_coding,
    esm: pdu.esm_class,
    registered: pdu.registered_delivery,
    validity: String(pdu.validity_period?.toString?.() ?? pdu.validity_period),
    udh: pdu.short_message.udh ? Buffer.concat(pdu.short_message.udh).toString('hex') : '',
    sar: pdu.sar_msg_ref_num === undefined ? null : [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum],
    text: pdu.short_message.message,
  });
  const tell = () => orders.states.forEach((state) => receipt(session, pdu, id, state));
  if (orders.receipt === 'early') tell();
  const answer = () => {
    session.send(pdu.response({ message_id: id }));
    if (orders.receipt === 'after') setTimeout(tell, orders.receiptDelay);
  };
  const wait = orders.delay || (orders.receipt === 'early' ? 100 : 0);
  if (wait) setTimeout(answer, wait);
  else answer();
}

function submitted(session, pdu) {
  submits += 1;
  if (orders.close && --orders.close === 0) return session.destroy();
  if (orders.garbage) {
    orders.garbage -= 1;
    return session.socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
  }
  if (orders.drop) {
    orders.drop -= 1;
    return undefined;
  }
  if (orders.throttle) {
    orders.throttle -= 1;
    return session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
  }
  if (orders.refuse.includes(pdu.destination_addr)) {
    return session.send(pdu.response({ command_status: smpp.ESME_RINVDSTADR }));
  }
  if (orders.status) {
    const answer = () => session.send(pdu.response({ command_status: orders.status }));
    return orders.delay ? setTimeout(answer, orders.delay) : answer();
  }
  return accept(session, pdu);
}

const smsc = smpp.createServer((session) => {
  session.on('error', () => {});
  session.on('close', () => sessions.delete(session));
  session.on('bind_transceiver', (pdu) => {
    const refused = pdu.password !== PASSWORD;
    session.send(pdu.response(refused ? { command_status: smpp.ESME_RINVPASWD } : { system_id: 'npm-smpp' }));
    if (!refused) sessions.add(session);
  });
  session.on('submit_sm', (pdu) => submitted(session, pdu));
  session.on('enquire_link', (pdu) => orders.silent || session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    session.send(pdu.response());
    session.close();
  });
});

const body = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString() || '{}');
};

const control = http.createServer(async (request, response) => {
  const asked = await body(request);
  let reply = {};
  if (request.url === '/orders') orders = { ...fresh(), ...asked };
  else if (request.url === '/messages') reply = { messages, submits, answers, sessions: sessions.size };
  else if (request.url === '/deliver') {
    for (const session of sessions) {
      session.deliver_sm(asked, (answer) => answers.push({ id: '', status: answer.command_status }));
    }
  } else if (request.url === '/cut') sessions.forEach((session) => session.destroy());
  response.end(JSON.stringify(reply));
});

smsc.listen(0, '127.0.0.1', () => {
  control.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ smpp: smsc.address().port, control: control.address().port }));
  });
});
