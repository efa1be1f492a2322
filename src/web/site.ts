// Comfort only: every page and form works without any of this.
import './elements/copy-button.ts'
import './elements/dependency-tree.ts'
import './elements/key-form.ts'
import './elements/page-swap.ts'
import './elements/passkey-button.ts'
import './elements/search-box.ts'
import './elements/secret-panel.ts'
import './elements/tab-list.ts'
