/** Around each test file, also where files share their modules. What stands here runs after the file's own hooks. */
import { afterAll } from 'vitest';

import { removeTemporaryFolders } from './temporary-folder.ts';

afterAll(removeTemporaryFolders);
