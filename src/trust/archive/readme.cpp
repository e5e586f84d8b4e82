#include "trust/archive/version_internal.h"

namespace gongwen::archive {
namespace {

std::string spaced(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i > 0 && i % 2 == 0) out += ':';
    out += hex[i] >= 'a' ? static_cast<char>(hex[i] - 'a' + 'A') : hex[i];
  }
  return out;
}

// Part of the format, never change: verification refuses another.
constexpr std::string_view kPage = R"page(<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>核对封存包 · Check this bundle</title>
<style>
body { font: 16px/1.6 serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222 }
h1 { font-size: 1.4em } pre { background: #f4f4f0; padding: .8em; overflow-x: auto; font-size: .85em }
table { border-collapse: collapse; width: 100%; font-size: .9em } td { border-top: 1px solid #ddd; padding: .2em .5em }
.good { color: #17692b } .bad { color: #a11; font-weight: bold } #sum { font-size: 1.1em; margin: 1em 0 }
</style>
<h1>核对封存包 · Check this bundle</h1>
<p>本页不联网，文件不离开这台电脑。它把您选中的文件夹里的每个文件重新计算 SHA-256，与两份清单逐一比对。
它<b>不能</b>核对签名：清单若连同文件一起被重做，本页看不出来。签名请按 README.txt 的第一条命令核对。</p>
<p>This page works offline and sends nothing. It recomputes the SHA-256 of every file of the folder you choose and compares
it with the two manifests. It does <b>not</b> check the signature: whoever remade the manifests along with the files would
pass here. The first command of README.txt checks the signature.</p>
<p><label>解压后的文件夹 · The unzipped folder: <input type="file" id="folder" webkitdirectory multiple></label></p>
<div id="sum"></div>
<table id="rows"></table>
<script>
"use strict";
const hex = buffer => Array.from(new Uint8Array(buffer), b => b.toString(16).padStart(2, "0")).join("");
function lines(text) {
  const out = new Map();
  for (const line of text.split("\n")) if (line !== "") out.set(line.slice(66), line.slice(0, 64));
  return out;
}
function row(path, verdict, good) {
  const tr = document.getElementById("rows").insertRow();
  tr.insertCell().textContent = path;
  const cell = tr.insertCell();
  cell.textContent = verdict;
  cell.className = good ? "good" : "bad";
}
async function compare(files, manifest) {
  let bad = 0;
  for (const [path, want] of manifest) {
    const file = files.get(path);
    if (!file) { row(path, "缺失 · missing", false); bad++; continue; }
    const have = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    row(path, have === want ? "一致 · same" : "已改动 · CHANGED", have === want);
    if (have !== want) bad++;
  }
  return bad;
}
document.getElementById("folder").onchange = async event => {
  const sum = document.getElementById("sum");
  document.getElementById("rows").textContent = "";
  if (!window.crypto || !crypto.subtle) { sum.textContent = "这个浏览器不能计算 SHA-256 · This browser cannot compute SHA-256"; return; }
  const all = [...event.target.files];
  const tag = all.find(f => f.webkitRelativePath.endsWith("/tagmanifest-sha256.txt"));
  if (!tag) { sum.textContent = "这个文件夹里没有 tagmanifest-sha256.txt · No tagmanifest-sha256.txt in this folder"; return; }
  const root = tag.webkitRelativePath.slice(0, -"tagmanifest-sha256.txt".length);
  const files = new Map(all.filter(f => f.webkitRelativePath.startsWith(root)).map(f => [f.webkitRelativePath.slice(root.length), f]));
  sum.textContent = "……";
  const tags = lines(await tag.text());
  const payload = files.has("manifest-sha256.txt") ? lines(await files.get("manifest-sha256.txt").text()) : new Map();
  let bad = await compare(files, tags) + await compare(files, payload);
  for (const path of files.keys()) {
    if (tags.has(path) || payload.has(path) || path === "tagmanifest-sha256.txt" || path.startsWith("signatures/")) continue;
    row(path, "多余 · not listed", false);
    bad++;
  }
  sum.textContent = bad === 0 ? "全部一致；请再核对签名 · All the same; now check the signature" : bad + " 处不一致 · " + bad + " difference(s)";
  sum.className = bad === 0 ? "good" : "bad";
};
</script>
</html>
)page";

}  // namespace

std::string_view verify_page() noexcept { return kPage; }

std::string write_readme(const VersionInfo& v) {
  const std::string name = v.record_id + " v" + std::to_string(v.number);
  std::string out;
  out += "封存包 " + name + "：" + v.metadata.title + "\n";
  out += "封存单位：" + v.organisation + "\n";
  out += "封存时间：" + v.made_at.iso() + "\n";
  out += "签名证书的 SHA-256 指纹：\n  " + spaced(v.certificate) + "\n\n";
  out += "一、里面有什么\n";
  out += "  data/                 成品文件、数据 record.json、附件 attachments/\n";
  out += "  gongwen/              版本说明 version.json、所用模板 template/、元数据 metadata.xml、国密摘要 manifest-sm3.txt、字段签名\n";
  out += "  signatures/           对 tagmanifest-sha256.txt 的分离式签名\n";
  out += "  整个包符合 BagIt（RFC 8493），不需要任何专用软件就能核对。\n\n";
  out += "二、怎样核对：解压后在本文件夹里依次执行，次序不能颠倒，缺一不可\n";
  out += "  证书请从封存单位另行取得，不要用随包而来的；先核对指纹：\n";
  out += "    openssl x509 -in cert.pem -noout -fingerprint -sha256\n";
  out += "  1. 签名属于这份清单：\n";
  out += "    openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile cert.pem -out /dev/null\n";
  out += "  2. 这份清单列出的文件没有改动：\n";
  out += "    sha256sum -c tagmanifest-sha256.txt\n";
  out += "  3. 成品、数据和附件没有改动：\n";
  out += "    sha256sum -c manifest-sha256.txt\n";
  out += "  证书过期以后，第 1 条命令加 -attime 和签名时间（自 1970 年起的秒数）。\n";
  out += "  verify.html 可以在浏览器里做第 2、3 条；它不能代替第 1 条。\n\n";
  out += "三、证明了什么\n";
  out += "  三条都通过：自封存以后内容没有改动，封存者持有该证书的私钥。证书若是自签名，它自己不能证明封存者是谁，\n";
  out += "  所以指纹要另行核对。封存时间是封存者自称的。\n\n";
  out += "----------------------------------------------------------------------\n\n";
  out += "Bundle " + name + ", sealed by " + v.organisation + " at " + v.made_at.iso() + "\n";
  out += "SHA-256 fingerprint of the signing certificate:\n  " + spaced(v.certificate) + "\n\n";
  out += "How to check it: unzip, then run the three commands above in this folder, in their order; fewer prove nothing.\n";
  out += "  1. openssl cms -verify: the seal belongs to the tag manifest. Get the certificate elsewhere, compare its fingerprint.\n";
  out += "  2. sha256sum -c tagmanifest-sha256.txt: the files about the bundle are unchanged.\n";
  out += "  3. sha256sum -c manifest-sha256.txt: documents, data and attachments are unchanged.\n";
  out += "A self-signed certificate does not prove who the signer is; the time of sealing is what the signer claims.\n";
  return out;
}

}  // namespace gongwen::archive
