import { posix } from 'node:path'

/** Relative ones: no address, and no place in the page itself. @param {string} text */
const linksIn = text => [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, target = '']) => target)

/** Pages name tests as proof, and say that these are in the repository. @param {string} page @param {string} target */
const isProof = (page, target) => page.startsWith('docs/') && target.startsWith('test/')

/**
 * The relative links of packed pages that lead to nothing that is packed.
 *
 * @param {readonly string[]} files that are packed, relative to the package
 * @param {(page: string) => string} read
 * @returns {string[]} each page with what it links to
 */
export const deadLinks = (files, read) => {
  const isThere = (/** @type {string} */ target) =>
    files.some(file => file === target || file.startsWith(`${target}/`))
  return files
    .filter(file => file.endsWith('.md'))
    .flatMap(page =>
      linksIn(read(page))
        .map(target => posix.normalize(posix.join(posix.dirname(page), target)))
        .filter(target => !isThere(target) && !isProof(page, target))
        .map(target => `${page}: ${target}`)
    )
}
