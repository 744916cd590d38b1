/** Places are also known to the desktop, which leads here from its notifications and links. */
export { formatPlace, PANELS, type Panel, type Place, parsePlace } from '../../shared/place/place.ts'
