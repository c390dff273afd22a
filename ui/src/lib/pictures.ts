// Pictures of the library: where they come from, and how the window shows them in texts and pages.
import { assetAdd, pickPath, picture, type AssetView } from "./ipc";

const TAGS = /<(?:img|source)\b(?:[^>"]|"[^"]*")*>/g;
const ADDRESS = /(?:(?:\.\.\/)*assets\/|asset:)([0-9a-f]{64})(?:\.\w+)?/g;

const LOGO = /(?:\.\.\/)*assets\/theme\/logo\.\w+/;

/** HTML with the addresses that its pictures, and the site's logo, have in this window. */
export const withPictures = (html: string, logo?: string | null): string =>
  html.replace(TAGS, (tag) =>
    tag
      .replace(ADDRESS, (_, hash: string) => picture(hash))
      .replace(LOGO, (path) => (logo ? picture(logo) : path)),
  );

export const isPicture = (asset: AssetView) =>
  asset.media !== "application/pdf";

/** Takes in the file that one chooses; none where one thought better of it. */
export async function fromFile(): Promise<AssetView | null> {
  const path = await pickPath({ what: "picture" });
  return path ? assetAdd({ path, alt: "" }) : null;
}
