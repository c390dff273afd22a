-- The words of a headline stand in every index that a list is walked along: what does not have them is passed there, without its row.
DROP INDEX j_article_created;
DROP INDEX j_article_section;
DROP INDEX j_article_status;
CREATE INDEX j_article_created ON j_article (binned, created DESC, id DESC, status, section, folded);
CREATE INDEX j_article_section ON j_article (binned, section, updated DESC, id DESC, status, folded);
CREATE INDEX j_article_status ON j_article (binned, status, updated DESC, id DESC, section, folded);

-- The hash beside the HTML of a text is of which text it is and what made it, too; what was kept before is made anew.
DELETE FROM d_html;
