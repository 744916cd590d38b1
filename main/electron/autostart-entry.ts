/** An entry for the autostart folder (Desktop Entry Specification 1.5; Desktop Application Autostart 0.5). Pure. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Mailroom',
    'Comment=SMTP server and relay queue',
    `Exec=${command.map(quote).join(' ')}`,
    'Icon=mailroom',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/**
 * An argument of Exec: quoted, with the reserved signs escaped; "%" begins a field code. The value is a string of its
 * own kind before, in which a backslash is written twice.
 */
function quote(argument: string): string {
  const escaped = argument.replace(/["`$\\]/g, (sign) => `\\${sign}`).replaceAll('\\', '\\\\')
  // A line of its own would be a key of its own: "\nExec=…".
  const oneLine = escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return `"${oneLine.replaceAll('%', '%%')}"`
}
