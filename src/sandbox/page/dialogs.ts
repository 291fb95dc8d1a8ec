/** The forms that open above the page. The script fills the last one with what a bot's modal asks. */
export function dialogsHtml(): string {
  return `<dialog id="publish" aria-labelledby="publish-title">
<form method="dialog">
<h2 id="publish-title">Publish an article</h2>
<p class="quiet">It goes into the sample feed. Herald finds it there within seconds, as it would in any other.</p>
<label>Title <input name="title" required maxlength="10000" value="Hello from my sandbox" autocomplete="off"></label>
<label>Author <input name="author" value="Ada" autocomplete="off"></label>
<label>Tags <input name="tags" value="javascript, beginners" autocomplete="off"></label>
<label>Text, plain or in HTML <textarea name="html" rows="6">A first article, written in a browser.</textarea></label>
<p class="quiet error" role="alert"></p>
<div class="row"><button class="button primary">Publish</button><button type="button" class="button secondary" data-closes>Cancel</button></div>
</form>
</dialog>
<dialog id="feed" aria-labelledby="feed-title">
<form method="dialog">
<h2 id="feed-title">Add a feed</h2>
<p class="quiet">Any site or feed will do. Ada, who is an admin, runs <code>/feed add</code> with it, and Herald shows its newest article. These are the only requests that leave your machine.</p>
<label>Address <input name="url" required placeholder="dev.to" autocomplete="off" inputmode="url"></label>
<p class="quiet error" role="alert"></p>
<div class="row"><button class="button primary">Look</button><button type="button" class="button secondary" data-closes>Cancel</button></div>
</form>
</dialog>
<dialog id="modal" aria-labelledby="modal-title"></dialog>
`;
}
