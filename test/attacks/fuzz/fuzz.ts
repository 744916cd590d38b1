/**
 * Octets that nobody thought of, against one parser: each seed of its corpus as it stands, then mutants of them until the
 * time is up. A seed of randomness is printed with every failure: FUZZ_SEED repeats it, FUZZ_SECONDS goes on for longer
 * (npm run fuzz). What once broke a parser is kept as a line of test/attacks/corpus/<name>.json and stays tried.
 */
import { readFile } from 'node:fs/promises'

export const SECONDS = Number(process.env.FUZZ_SECONDS ?? 2)
/** Of a run that is neither long nor told otherwise the seed is fixed, so that it breaks for everybody or for nobody. */
const SEED = Number(
  process.env.FUZZ_SEED ?? (process.env.FUZZ_SECONDS === undefined ? 5 : Date.now() % 2 ** 31),
)

const MOST_CASES_IN_SHORT = 20_000

export type Target = (octets: Buffer) => unknown | Promise<unknown>

/** Throws for the first case that the target throws for, with what is needed to repeat it. */
export async function fuzz(name: string, target: Target): Promise<number> {
  const corpus = await readCorpus(name)
  const random = randomFrom(SEED)
  const end = performance.now() + SECONDS * 1_000
  const most = process.env.FUZZ_SECONDS === undefined ? MOST_CASES_IN_SHORT : Number.POSITIVE_INFINITY
  let cases = 0
  for (const octets of corpus) await attempt(name, target, octets)
  for (; cases < most && performance.now() < end; cases += 1)
    await attempt(name, target, mutant(corpus, random))
  return cases
}

async function readCorpus(name: string): Promise<Buffer[]> {
  const file = new URL(`../corpus/${name}.json`, import.meta.url)
  const seeds: string[] = JSON.parse(await readFile(file, 'utf8'))
  return seeds.map((seed) => Buffer.from(seed, 'latin1'))
}

async function attempt(name: string, target: Target, octets: Buffer): Promise<void> {
  try {
    await target(octets)
  } catch (error) {
    const seed = JSON.stringify(octets.toString('latin1'))
    throw new Error(`${name} with FUZZ_SEED=${SEED} broke on ${seed}; keep it in the corpus`, {
      cause: error,
    })
  }
}

type Random = (below: number) => number

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const LONGEST = 20_000

/** What is worth putting anywhere. */
const PIECES = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    '.',
    '\r\n.\r\n',
    ' ',
    '\t',
    '"',
    '\\',
    '<',
    '>',
    '@',
    '%',
    '!',
    ':',
    ';',
    ',',
    '(',
    ')',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '=',
    '?',
    '*',
    '+',
    '-',
    '/',
    '=?utf-8?B?',
    '?=',
    "utf-8''%",
    '--',
    '\xff',
    '\xc3',
    '\xe2\x80\xae',
  ],
  ...['null', '[]', '{}', '-1', '1e999', '99999999999999999999', '__proto__', 'constructor', '\u0130'],
]

function mutant(corpus: readonly Buffer[], random: Random): Buffer {
  const one = () => corpus[random(corpus.length)] as Buffer
  let octets = one()
  for (let count = 1 + random(6); count > 0; count -= 1) octets = mutate(octets, one, random)
  return octets.subarray(0, LONGEST)
}

function mutate(octets: Buffer, other: () => Buffer, random: Random): Buffer {
  const at = random(octets.length + 1)
  const to = Math.min(octets.length, at + random(16))
  const piece = Buffer.from(PIECES[random(PIECES.length)] as string, 'latin1')
  const put = (middle: Buffer, end = at) =>
    Buffer.concat([octets.subarray(0, at), middle, octets.subarray(end)])
  switch (random(7)) {
    case 0:
      return put(piece)
    case 1:
      return put(piece, to)
    case 2:
      return put(Buffer.alloc(0), to)
    case 3:
      return put(Buffer.of(random(256)), Math.min(octets.length, at + 1))
    case 4:
      return put(Buffer.concat(Array(1 + random(50)).fill(octets.subarray(at, to))))
    case 5:
      return Buffer.concat([octets.subarray(0, at), other().subarray(random(8))])
    default:
      return put(Buffer.concat(Array(1 + random(200)).fill(piece)))
  }
}
