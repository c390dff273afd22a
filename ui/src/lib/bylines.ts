// Authors' profiles, and the bylines that are copied from them.
import type { Byline, ProfileView } from "./ipc";

/** A name as the library looks it up: however its letters are written. */
const folded = (name: string) =>
  name.trim().split(/\s+/).join(" ").toLowerCase();

export const sameName = (one: string, other: string) =>
  folded(one) === folded(other);

/** The profile of this name, where there is one. */
export const profileOf = (profiles: ProfileView[], name: string) =>
  profiles.find((profile) => sameName(profile.name, name));

/** The profiles in whose name every word of a text begins one. */
export function matching(profiles: ProfileView[], text: string) {
  const words = folded(text).split(" ");
  return profiles.filter((profile) => {
    const parts = folded(profile.name).split(" ");
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}

/** What an article copies of a profile, or of another byline. */
export const copied = (of: Byline): Byline => ({
  name: of.name,
  role: of.role,
  publications: [...of.publications],
  about: of.about,
  links: [...of.links],
  picture: of.picture,
});

/** Whether two bylines print the same. */
export function printsSame(one: Byline, other: Byline): boolean {
  const print = (of: Byline) =>
    JSON.stringify([
      of.name.trim(),
      of.role.trim(),
      of.publications,
      of.about.trim(),
      of.links,
      of.picture,
    ]);
  return print(one) === print(other);
}

/** An address as one would say it: without its scheme and the slash at its end. */
export const spoken = (address: string) =>
  address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
