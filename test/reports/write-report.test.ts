import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { claimRows, claimsReport, htmlPage, writeReport, type ReportDocument } from 'unetlab/reports';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const report: ReportDocument = {
  file: 'REPORT.md',
  title: 'A < B & C',
  markdown: '# Title\n\n![what it shows](figures/one.png)\n\n[next](CLAIMS.md)\n\n<script>x</script>\n',
};
const png = Uint8Array.of(137, 80, 78, 71);

describe('writeReport', () => {
  it('writes documents, pages and pictures, the same bytes each time', async () => {
    const dir = join(folder, 'a', 'b');
    const written = await writeReport(dir, { documents: [report], pictures: [{ name: 'one', png }] });
    assert.deepEqual(
      written.map((path) => path.slice(dir.length + 1)),
      ['REPORT.md', 'REPORT.html', join('figures', 'one.png')],
    );
    const read = (): string[] => written.map((path) => readFileSync(path, 'latin1'));
    const first = read();
    await writeReport(dir, { documents: [report], pictures: [{ name: 'one', png }] });
    assert.deepEqual(read(), first);
    assert.equal(first[0], report.markdown.replace('<script>x</script>', '&lt;script>x&lt;/script>'));
  });

  it('writes nothing where a document shows a picture that is not there', async () => {
    await assert.rejects(
      writeReport(join(folder, 'c'), { documents: [report], pictures: [{ name: 'two', png }] }),
      /REPORT\.md shows figures\/one\.png.*it holds two/,
    );
    assert.ok(!readdirSync(folder).includes('c'));
  });
});

describe('htmlPage', () => {
  const page = htmlPage(report);

  it('links pages instead of Markdown files and keeps pictures', () => {
    assert.match(page, /<a href="CLAIMS\.html">next<\/a>/);
    assert.match(page, /<img src="figures\/one\.png" alt="what it shows">/);
  });

  it('shows raw HTML as text and escapes the title', () => {
    assert.match(page, /&lt;script&gt;/);
    assert.match(page, /<title>A &#60; B &#38; C<\/title>/);
  });
});

describe('claimsReport', () => {
  const claim = { document: 'Quick-start guide', verdict: 'contradicted' as const, evidence: 'b' };

  it('counts verdicts by document and keeps bars in a cell', () => {
    const { markdown } = claimsReport([
      { ...claim, id: 'q1', statement: 'one | two' },
      { ...claim, id: 'q2', statement: 'three', verdict: 'reproduced' },
      { ...claim, id: 's1', statement: 'four', document: 'Search report' },
    ]);
    assert.match(markdown, /\| Quick-start guide \| 1 \| 0 \| 1 \| 0 \| 2 \|/);
    assert.match(markdown, /\| \*\*All\*\* \| 1 \| 0 \| 2 \| 0 \| 3 \|/);
    assert.match(markdown, /\| q1 \| one \\\| two \| – \| contradicted \| b \|/);
    assert.doesNotMatch(markdown, /Asked of|Holds on|stays undecided/);
    assert.match(markdown, /3 statements of 2 documents/);
  });

  it('takes the rows of the analysis', () => {
    const [row] = claimRows([
      { id: 'a', source: 'Search report', quotation: 'words', verdict: 'reproduced', reasoning: 'figures' },
    ]);
    assert.deepEqual(row, {
      id: 'a',
      document: 'Search report',
      statement: 'words',
      verdict: 'reproduced',
      evidence: 'figures',
    });
  });

  it('lists what stays undecided, and answers of other runs in a column of their own', () => {
    const { markdown } = claimsReport(
      [
        {
          ...claim,
          id: 'g',
          statement: 'general',
          by: '15 runs',
          again: { holds: 'no', evidence: 'r is −0.5', by: 'ours: tiles of 128²' },
        },
        {
          ...claim,
          id: 'u',
          statement: 'open',
          verdict: 'cannot be decided from the data',
          wouldDecide: 'three seeds',
        },
      ],
      { again: 'our beads' },
    );
    assert.match(markdown, /\| Claim .*\| Holds on our beads \| Figures there \|/);
    assert.match(markdown, /\| g \| general \| 15 runs \| contradicted \| b \| no \| r is −0\.5 \|/);
    assert.match(markdown, /\| u \| open \| – \| .* \| b \| – \| – \|/);
    assert.match(markdown, /\| u \| open \| Three seeds \|/);
    assert.match(
      markdown,
      /## Asked of our beads[\s\S]*\| Quick-start guide \| 0 \| 1 \| 0 \| 1 \|[\s\S]*## Data[\s\S]*- ours: tiles of 128²/,
    );
  });

  it('says so where nothing was checked', () => {
    assert.match(claimsReport([]).markdown, /No claim was checked/);
  });
});
