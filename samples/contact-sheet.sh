#!/usr/bin/env bash
# contact-sheet.sh <out> <damaged byte>: writes <out>/index.html from what demo.sh left there. Standard input: "seconds|command" lines.
# Offline, relative links; needs pdftoppm and perl.
set -euo pipefail
out="$1"; damaged="$2"
mkdir -p "$out/pages"
html() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e $'s/\x1b\\[[0-9;]*m//g'; }
link() { perl -pe 's/([^A-Za-z0-9\/._~-])/sprintf("%%%02X", ord($1))/ge' <<<"$1" | sed 's/%0A$//'; }

# pages <pdf> <name> [most]: pictures of a paper's pages, as one row
pages() {
  local pdf="$1" name="$2" most="${3:-60}" file
  pdftoppm -r 40 -png -l "$most" "$pdf" "$out/pages/$name"
  for file in "$out/pages/$name"-*.png; do printf '<a href="%s"><img src="pages/%s" alt="%s"></a>' "$(link "${pdf#"$out"/}")" "$(basename "$file")" "$name"; done
}
times=$(html | awk -F'|' '{ printf "<tr><td>%s s</td><td><code>%s</code></td></tr>\n", $1, $2 }')

{
cat <<'H'
<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>gongwen 演示</title>
<style>body{font-family:serif;margin:2em auto;max-width:1200px;padding:0 1em;color:#222}h2{border-bottom:2px solid #c00;padding-bottom:.2em;margin-top:2em}
.row{display:flex;flex-wrap:wrap;gap:8px}.row img{border:1px solid #bbb;width:165px;background:#fff}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ccc;padding:.25em .5em;font-size:90%;text-align:left;vertical-align:top}code,pre{font-family:monospace;font-size:90%}
pre{background:#f6f6f6;padding:.8em;white-space:pre-wrap;word-break:break-all}.two{display:grid;grid-template-columns:1fr 1fr;gap:1em}.two img{width:100%;border:1px solid #bbb}
del{color:#a00}ins{color:#070}</style><h1>gongwen 公文：这一次运行</h1>
H
for dir in "$out"/papers/*/; do
  name=$(basename "$dir")
  echo "<h2>$name</h2><p>"
  for f in "$dir"*; do printf '<a href="%s">%s</a> · ' "$(link "${f#"$out"/}")" "$(basename "$f" | html)"; done
  echo '</p><div class="row">'; pages "$(ls "$dir"*.pdf)" "$name"; echo '</div>'
done

echo '<h2>坏行和它们的问题</h2><p>表在 samples/schools.csv；完整清单 <a href="batch/problems.jsonl">problems.jsonl</a></p><table><tr><th>行</th><th>表里的这一行</th><th>问题</th></tr>'
perl -Mutf8 -CSDA -e '
  open(my $csv, "<:encoding(UTF-8)", "samples/schools.csv") or die; my @lines = <$csv>;
  my %seen; open(my $p, "<:encoding(UTF-8)", shift) or die;
  my (@order, %told, %line_of);
  while (<$p>) {
    my ($row) = /"row":(\d+)/; my ($line) = /"line":(\d+)/; my ($col) = /"column":(\d+)/; my ($code) = /"code":"(\w+)"/;
    my ($m) = /"message":"((?:[^"\\]|\\.)*)"/; my ($h) = /"hints":\["((?:[^"\\]|\\.)*)"/;
    push @order, $row unless $told{$row}; $line_of{$row} //= $line;
    push @{$told{$row}}, "第 $line 行第 $col 列 [$code] $m" . (defined $h ? "（$h）" : "");
  }
  sub esc { my $t = shift; $t =~ s/\\(.)/$1/g; $t =~ s/&/&amp;/g; $t =~ s/</&lt;/g; $t =~ s/>/&gt;/g; $t =~ s/[\x00-\x08\x0b-\x1f]/�/g; $t }
  for my $row (@order) {
    my $text = $lines[$line_of{$row} - 1] // ""; chomp $text;
    print "<tr><td>$line_of{$row}</td><td>", esc($text), "</td><td>", join("<br>", map { esc($_) } @{$told{$row}}), "</td></tr>\n";
  }' "$out/batch/problems.jsonl"
echo '</table>'

echo '<h2>年度报告两版的差异</h2><pre>'; gongwen archive diff annual-report-2026 2>/dev/null | html; echo '</pre><pre>'; gongwen archive show annual-report-2026 2>/dev/null | html; echo '</pre>'
echo "<h2>被改动的封存包</h2><p><a href=\"tampered.zip\">tampered.zip</a>：第 $damaged 字节改动了一位。核验说：</p><pre>"; html <"$out/data/tampered.txt"; echo '</pre>'

echo '<h2>原件与公开件</h2><div class="two">'
pdftoppm -r 70 -png -singlefile "$(ls "$out"/papers/authorization-letter/*.pdf)" "$out/pages/whole"
pdftoppm -r 70 -png -singlefile "$(ls "$out"/disclosed/*.pdf)" "$out/pages/disclosed"
echo '<div><p>原件</p><img src="pages/whole.png" alt="原件"></div><div><p>公开件</p><img src="pages/disclosed.png" alt="公开件"></div></div><pre>'
html <"$out/disclosed/不予公开清单.txt"; echo '</pre>'
echo "<h2>这一次运行的时间</h2><table>$times</table></html>"
} >"$out/index.html"
