/** Why a port could not be bound, and what to do about it, in words for the person at this system. Pure. */

export interface BindFailure {
  /** Node's error code. */
  readonly code: string
  readonly message: string
  readonly host: string
  readonly port: number
  readonly owner: string | null
  readonly proposedPort: number | null
  readonly platform: NodeJS.Platform
  /** Of the program that needs the right: Mailroom's own. */
  readonly executable: string
}

export function portProblem(failure: BindFailure): string {
  const { host, port, proposedPort } = failure
  const instead = proposedPort === null ? '' : ` Port ${proposedPort} is free: use that one instead.`
  switch (failure.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by ${failure.owner ?? 'another program'}. Stop that program, or choose another port.${instead}`
    case 'EACCES':
      return `Mailroom may not open port ${port}. ${howToGetIt(failure)}${instead}`
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this computer (any more). Choose one that it has, or 0.0.0.0 for all of them.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${host} has no address. Write an address of this computer, or 0.0.0.0 for all of them.`
    case 'EAFNOSUPPORT':
      return `This computer does not speak the protocol of ${host} (IPv6 may be switched off). Choose another address.`
    default:
      return `Port ${port} on ${host} cannot be opened: ${failure.message}.${instead}`
  }
}

function howToGetIt({ platform, port, executable }: BindFailure): string {
  switch (platform) {
    case 'linux':
      return port >= 1024
        ? 'A security policy (SELinux, AppArmor) forbids it: allow the port there.'
        : `Ports below 1024 need a right of their own on Linux. Run once as root: setcap cap_net_bind_service=+ep ${executable}; or allow it for all programs: sysctl net.ipv4.ip_unprivileged_port_start=${port}; or run Mailroom as a systemd service with AmbientCapabilities=CAP_NET_BIND_SERVICE.`
    case 'darwin':
      return 'macOS lets ordinary programs open ports below 1024 only on all addresses: set the address to 0.0.0.0 (or ::).'
    case 'win32':
      return `Windows has reserved it. "netsh int ipv4 show excludedportrange protocol=tcp" shows the reserved ranges; a restart often moves them, and "netsh int ipv4 add excludedportrange protocol=tcp startport=${port} numberofports=1" (as administrator) keeps this one free.`
    default:
      return 'Ports below 1024 need administrator rights on this system.'
  }
}
