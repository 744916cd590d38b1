import type { SimulatedRecipient, Simulation } from '../../../shared/contract/rules.ts'
import { formatTable, plainText, printLine } from '../output.ts'

export function printSimulation({ sender, client, limits, recipients }: Simulation): void {
  const facts: [string, string][] = [
    ['Client', client],
    ['Sender', answerWords(sender)],
    ...limits.map(({ text, reached }): [string, string] => ['Limit', reached ? `${text}, reached` : text]),
  ]
  printTable(facts)
  for (const recipient of recipients) printRecipient(recipient)
}

function printRecipient(simulated: SimulatedRecipient): void {
  const { recipient, expandedTo, admission, verdicts, decision, changes, envelope } = simulated
  printLine()
  printLine(plainText(recipient === expandedTo ? recipient : `${recipient}, which is ${expandedTo}`))
  printTable([
    ['  Recipient', answerWords(admission)],
    ['  Decision', decision.rule === null ? decision.text : `${decision.text} Rule "${decision.rule}".`],
    ['  Envelope', `<${envelope.sender}> to <${envelope.recipient}>`],
    ...changes.map(({ rule, text }): [string, string] => ['  Change', `${text} Rule "${rule}".`]),
    ...verdicts.map((verdict): [string, string] => ['  Rule', verdictWords(verdict)]),
  ])
}

function answerWords({ accepted, text }: { accepted: boolean; text: string }): string {
  return accepted ? text : `refused: ${text}`
}

const VERDICTS: Record<SimulatedRecipient['verdicts'][number]['kind'], string> = {
  matches: 'matches',
  differs: 'does not match',
  unknown: 'is undecided',
  excepted: 'matches, but so does its exception',
  disabled: 'is switched off',
  'not-reached': 'is not asked',
}

function verdictWords({ rule, kind, condition }: SimulatedRecipient['verdicts'][number]): string {
  const words = `"${rule}" ${VERDICTS[kind]}`
  return condition === null ? words : `${words}: ${condition}`
}

function printTable(rows: readonly (readonly string[])[]): void {
  for (const line of formatTable(rows)) printLine(plainText(line))
}
