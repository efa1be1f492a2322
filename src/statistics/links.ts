/** Address of the statistics of a package, or of one version. */
export function statisticsHref(id: string, version?: string): string {
  return version === undefined ? `/stats/packages/${id}` : `/stats/packages/${id}/${version}`
}
