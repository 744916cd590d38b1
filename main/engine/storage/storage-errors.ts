/** What callers of the store can meet and act upon. Anything else is a fault and leaves as it came. */

export type StorageErrorCode =
  | 'DATA_FOLDER_IN_USE'
  | 'SCHEMA_TOO_NEW'
  | 'ENOSPC'
  | 'STORAGE_UNAVAILABLE'
  | 'STORE_DAMAGED'
  | 'BODY_MISSING'
  | 'INVALID_CURSOR'

export abstract class StorageError extends Error {
  abstract readonly code: StorageErrorCode
}

/** Another engine owns the data folder. The pid is null where its engine.json does not tell. */
export class DataFolderInUse extends StorageError {
  override readonly name = 'DataFolderInUse'
  readonly code = 'DATA_FOLDER_IN_USE'
  readonly folder: string
  readonly pid: number | null

  constructor(folder: string, pid: number | null) {
    const owner = pid === null ? 'another Mailroom' : `another Mailroom (process ${pid})`
    super(`The data folder ${folder} is in use by ${owner}. Stop it first, or choose another folder.`)
    this.folder = folder
    this.pid = pid
  }
}

/** The database was written by a later version of Mailroom. */
export class SchemaTooNew extends StorageError {
  override readonly name = 'SchemaTooNew'
  readonly code = 'SCHEMA_TOO_NEW'
  readonly found: number
  readonly known: number

  constructor(found: number, known: number) {
    super(
      `The database has schema ${found}, and this version of Mailroom knows schemas up to ${known}: ` +
        'a later version has written it. Install that version again, or restore a backup from before.',
    )
    this.found = found
    this.known = known
  }
}

/** No space left; nothing of the request was kept. The code is the system's, so that body files fail alike. */
export class DiskFull extends StorageError {
  override readonly name = 'DiskFull'
  readonly code = 'ENOSPC'

  constructor(options?: ErrorOptions) {
    super(
      'The disk of the data folder is full: nothing more can be stored until space is free again.',
      options,
    )
  }
}

/** The store is closed, or its worker died; whether the request was committed is not known. */
export class StorageUnavailable extends StorageError {
  override readonly name = 'StorageUnavailable'
  readonly code = 'STORAGE_UNAVAILABLE'
}

/** The database met damage while it was in use. The next start looks at all of it, and recovers what can be read. */
export class StoreDamaged extends StorageError {
  override readonly name = 'StoreDamaged'
  readonly code = 'STORE_DAMAGED'

  constructor(options?: ErrorOptions) {
    super(
      'The database of the data folder is damaged. The next start recovers what can be read of it.',
      options,
    )
  }
}

/** The message has no body (any more), or there is no such message. */
export class BodyMissing extends StorageError {
  override readonly name = 'BodyMissing'
  readonly code = 'BODY_MISSING'

  constructor(id: string, options?: ErrorOptions) {
    super(`There is no body of message ${id}: it was removed after the last recipient was done.`, options)
  }
}

/** A page was asked for with a cursor that no list has given. */
export class InvalidCursor extends StorageError {
  override readonly name = 'InvalidCursor'
  readonly code = 'INVALID_CURSOR'

  constructor() {
    super('This is not a cursor of this list: ask for the first page again.')
  }
}
