/**
 * Words that guessing programs try first, in lower case. Not a copied list: what people are known to fall back on, since
 * the few common passwords of twelve characters or more are made of these, of keyboard runs and of repetitions.
 */
const baseWords =
  `password passwort passwd passphrase pass word secret geheim admin administrator root user username guest test tester
  testing demo sample example default changeme change letmein let me in welcome hello login logon signin access open sesame
  master private security secure computer internet server system windows microsoft linux ubuntu debian docker github gitlab
  google facebook apple android samsung nuget dotnet lode package gallery developer develop company office work temp
  temporary iloveyou love loveyou you my your the this is not a i am mine forever baby angel princess prince sunshine rainbow
  flower butterfly chocolate cookie cheese banana pepper ginger purple orange yellow green black white silver golden diamond
  monkey dragon tiger lion eagle falcon panther dolphin elephant kitty kitten puppy doggy horse spider wolf shadow ghost
  monster killer hunter ranger warrior soldier knight wizard merlin phoenix thunder lightning storm freedom liberty
  football baseball basketball soccer hockey golfer tennis liverpool chelsea arsenal barcelona yankees cowboys lakers
  superman batman spiderman ironman starwars startrek pokemon pikachu minecraft nintendo playstation xbox
  michael jordan jessica jennifer ashley amanda daniel andrew joshua matthew anthony thomas robert william charlie george
  summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april may june
  july august september october november december whatever nothing something trustno one two three four five six seven
  eight nine ten matrix mustang ferrari porsche corvette harley mercedes london paris berlin america canada china beijing
  shanghai woaini nihao mima huawei qwerty qwertz azerty asdf zxcv`
    .split(/\s+/)
    .filter(Boolean)

const keyboardRuns = [
  '1234567890123456789012345678901234567890',
  '0987654321098765432109876543210987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  'qwertyuiop[]asdfghjkl;zxcvbnm,./',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'poiuytrewqlkjhgfdsamnbvcxz',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'zaq12wsxcde34rfvbgt56yhnmju78ik,.lo90p;/',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qazwsxedcrfvtgbyhnujmikolp',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  '!@#$%^&*()_+',
]

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** How many predictable pieces in a row still count as one guess that somebody makes early. */
const fewPieces = 3

/**
 * Whether guessing programs try this password early: it is a short text repeated, or at most three predictable pieces
 * (common words also in "l33t", `extraWords`, runs on the keyboard, one character repeated, a year or few digits), where
 * punctuation and digits between the pieces are free.
 */
export function isCommonPassword(password: string, extraWords: readonly string[] = []): boolean {
  const text = password.toLowerCase()
  const repeated = shortestPeriod(text)
  if (repeated <= 4 || (repeated < text.length && repeated <= 8 && new Set(text).size <= 8)) return true
  const words = [...baseWords, ...extraWords.map((word) => word.toLowerCase()).filter((word) => word.length >= 3)]
  return countPieces(text, words) <= fewPieces
}

/** Length of the shortest beginning whose repetition makes the text; the text's own length when nothing repeats. */
function shortestPeriod(text: string): number {
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.slice(period) === text.slice(0, -period)) return period
  }
  return text.length
}

/** The fewest predictable pieces that make up the whole text, by dynamic programming; Infinity when they cannot. */
function countPieces(text: string, words: readonly string[]): number {
  const plain = [...text].map((character) => leet[character] ?? character).join('')
  const fewest = new Array<number>(text.length + 1).fill(Infinity)
  fewest[0] = 0
  for (let at = 0; at < text.length; at++) {
    const pieces = fewest[at] ?? Infinity
    if (pieces > fewPieces) continue
    const reach = (length: number, cost: number) => {
      fewest[at + length] = Math.min(fewest[at + length] ?? Infinity, pieces + cost)
    }
    for (const word of words) {
      if (text.startsWith(word, at) || plain.startsWith(word, at)) reach(word.length, word.length < 3 ? 0.75 : 1)
    }
    for (let length = longestRun(text.slice(at)); length >= 3; length--) reach(length, 1)
    const decoration = /^([^\p{L}\p{N}]{1,4}|(19|20)\d\d|\d{1,4})/u.exec(text.slice(at))?.[0].length ?? 0
    for (let length = decoration; length >= 1; length--) reach(length, 0.5)
  }
  return fewest[text.length] ?? Infinity
}

/** How many characters from the start follow a run on the keyboard, or are one and the same. */
function longestRun(text: string): number {
  let longest = /^(.)\1*/su.exec(text)?.[0].length ?? 0
  for (const run of keyboardRuns) {
    for (let from = run.indexOf(text[0] ?? ''); from >= 0; from = run.indexOf(text[0] ?? '', from + 1)) {
      let length = 0
      while (length < text.length && from + length < run.length && text[length] === run[from + length]) length++
      longest = Math.max(longest, length)
    }
  }
  return longest
}
