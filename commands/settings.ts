import { group } from '../src/bot/command.ts';
import { aliasAdd, join, part } from './settings/alias.ts';
import { aliasList, page } from './settings/alias-list.ts';
import { aliasRemove } from './settings/alias-remove.ts';
import { hourly } from './settings/hourly.ts';
import { choose, look } from './settings/look.ts';
import { notices } from './settings/notices.ts';
import { publish } from './settings/publish.ts';
import { show } from './settings/show.ts';
import { voice } from './settings/voice.ts';
import { texts } from './texts.ts';

export const settings = group({
  name: 'settings',
  description: texts.settings.description,
  managersOnly: true,
  tasks: [show, notices, look, voice, publish, hourly, aliasAdd, aliasRemove, aliasList],
  actions: { look: choose, join, part, page },
});
