// Articles by a part of their headline, for a field that completes one.
import { articleList } from "./ipc";

export async function articlesNamed(text: string) {
  const page = await articleList({
    status: null,
    section: null,
    text,
    limit: 10,
    after: null,
  });
  return page.items.map((row) => ({
    value: row.id,
    words: row.title,
    hint: row.section,
  }));
}
