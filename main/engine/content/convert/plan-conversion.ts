/** What becomes of each entity on the way to a next hop that takes 7-bit or 8-bit lines only (RFC 6152 §3). Pure. */
import type { EntitySurvey } from './survey-content.ts'

/** What the next hop takes. */
export type ContentTarget = '7bit' | '8bit'

/** keep: as it is. relabel: other word for its encoding, same octets. Others: encoded anew. */
export type EntityAction = 'keep' | 'relabel' | 'base64' | 'quoted-printable'

/**
 * signed     a part that would have to change is under a signature
 * header     8-bit characters in a header, for which there is no other form
 * encoded    a part is not what it says: 8-bit octets in what is declared as encoded
 * structure  the parts cannot be told apart
 */
export type Obstacle = 'signed' | 'header' | 'encoded' | 'structure'

export type ConversionPlan =
  | { readonly kind: 'convert'; readonly actions: readonly EntityAction[]; readonly breaksDkim: boolean }
  | { readonly kind: 'impossible'; readonly obstacle: Obstacle }

/** RFC 5321 §4.5.3.1.6, without CRLF. */
const LONGEST_LINE = 998

export function planConversion(survey: readonly EntitySurvey[], target: ContentTarget): ConversionPlan {
  const obstacle = survey.map((entity) => obstacleOf(entity, target)).find((found) => found !== null)
  if (obstacle) return { kind: 'impossible', obstacle }
  const actions = survey.map((entity) => actionFor(entity, target))
  const changes = actions.some((action) => action !== 'keep')
  return { kind: 'convert', actions, breaksDkim: changes && survey[0]?.hasDkimSignature === true }
}

function obstacleOf(entity: EntitySurvey, target: ContentTarget): Obstacle | null {
  if (entity.headerBroken) return 'structure'
  if (target === '7bit' && entity.headerEightBit) return 'header'
  if (entity.kind === 'container' || !mustEncode(entity, target)) return null
  if (entity.signed) return 'signed'
  if (isComposite(entity.type)) return 'structure'
  return isEncoded(entity) ? 'encoded' : null
}

function actionFor(entity: EntitySurvey, target: ContentTarget): EntityAction {
  if (entity.kind === 'leaf' && mustEncode(entity, target)) {
    const isText = (entity.type ?? 'text/plain').startsWith('text/')
    return isText && !entity.binary ? 'quoted-printable' : 'base64'
  }
  const label = entity.encoding
  const tooMuch = label === 'binary' || (label === '8bit' && target === '7bit')
  return tooMuch && !entity.signed ? 'relabel' : 'keep'
}

/** Long lines count only where they are declared binary: elsewhere they are sent on as they came. */
function mustEncode(entity: EntitySurvey, target: ContentTarget): boolean {
  if (entity.binary || (target === '7bit' && entity.eightBit)) return true
  return entity.encoding === 'binary' && entity.longestLine > LONGEST_LINE
}

function isEncoded({ encoding }: EntitySurvey): boolean {
  return encoding === 'base64' || encoding === 'quoted-printable'
}

/** A container whose parts could not be seen; a leaf of that type may not be encoded (RFC 2045 §6.4). */
function isComposite(type: string | null): boolean {
  return type?.startsWith('multipart/') === true || type === 'message/rfc822' || type === 'message/partial'
}
