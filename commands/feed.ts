import { group } from '../src/bot/command.ts';
import { add, choose } from './feed/add.ts';
import { edit, editAction } from './feed/edit.ts';
import { about } from './feed/about.ts';
import * as join from './feed/join.ts';
import { list, turn } from './feed/list.ts';
import { pause, pauseAction, resume, resumeAction } from './feed/pause.ts';
import * as mend from './feed/mend.ts';
import { askRemove, confirmRemove, keep, remove } from './feed/remove.ts';
import { test, testAction } from './feed/test.ts';
import { texts } from './texts.ts';

export const feed = group({
  name: 'feed',
  description: texts.feed.description,
  managersOnly: true,
  tasks: [add, list, about, edit, pause, resume, test, remove],
  actions: {
    add: join.add,
    addLatest: join.addLatest,
    address: mend.address,
    askAddress: mend.askAddress,
    cancel: join.cancel,
    choose,
    chooseAddress: mend.chooseAddress,
    confirmRemove,
    edit: editAction,
    keep,
    pause: pauseAction,
    remove: askRemove,
    resume: resumeAction,
    retry: mend.retry,
    test: testAction,
    turn,
  },
});
