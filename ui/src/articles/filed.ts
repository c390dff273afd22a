// What an article is filed by, and its list narrowed down to by what one types.

export const FILED = ["tag", "byline", "language"] as const;
export type Filed = (typeof FILED)[number];
