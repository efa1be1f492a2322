const longest = 254

/**
 * Whether mail may be sent to `address`: one plain address without anything that a mail header gives a meaning to.
 * nodemailer would take `x@y\r\nBcc: e@z` for a group of addresses.
 */
export function isSafeAddress(address: string): boolean {
  return address.length <= longest && /^[^\s@<>()[\],;:\\"\p{C}]+@[^\s@<>()[\],;:\\"\p{C}]+$/u.test(address)
}
