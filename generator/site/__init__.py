"""Site: the promise as real Markdown pages with tagged facts, built by MkDocs and searched by Pagefind."""
