site = Site
site-what = How the site looks: colours, type, logo
site-why = What is set here is on every page of the next bundle. The theme that comes with Copydesk has a colour for everything; what you set replaces it.
site-light = On light screens
site-dark = On dark screens
site-paper = Paper
site-ink = Text
site-accent = Links
site-as-it-came = As it came
site-as-it-came-of = { $what }: as it came
site-text = Type of the text
site-headlines = Type of headlines
face-theme = As the theme has it
face-transitional = Bookish (Charter, Georgia)
face-old-style = Old style (Palatino)
face-slab = Slab (Rockwell)
face-system = The system’s own
face-humanist = Humanist sans (Gill, Seravek)
face-grotesque = Grotesque (Helvetica)
face-mono = Typewriter
site-logo = Choose a logo
site-logo-other = Choose another logo
site-logo-none = Show the name instead
site-looks = The front page as it will be
site-show-dark = Dark
site-templates = Templates
site-templates-own = The newsroom has templates of its own.
site-templates-ours = The templates are those that come with Copydesk. Save them to a folder, change them, and take the folder in.
site-publishers-only = Publishers change how the site looks.
theme-export = Save the theme to a folder
theme-import = Take in a folder
theme-reset = Put everything back as it came
theme-written = { $files ->
    [one] Wrote one file
   *[other] Wrote { $files } files
  }
