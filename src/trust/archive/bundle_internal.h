#pragma once

#include <span>
#include <string>
#include <string_view>

#include "trust/archive/bundle.h"

namespace gongwen::archive {

// Names and fixed texts of a bundle: part of the format, never change.
inline constexpr std::string_view kBagit = "bagit.txt";
inline constexpr std::string_view kBagInfo = "bag-info.txt";
inline constexpr std::string_view kManifest = "manifest-sha256.txt";
inline constexpr std::string_view kTagManifest = "tagmanifest-sha256.txt";
inline constexpr std::string_view kReadme = "README.txt";
inline constexpr std::string_view kVerifyPage = "verify.html";
inline constexpr std::string_view kRecord = "data/record.json";
inline constexpr std::string_view kVersion = "gongwen/version.json";
inline constexpr std::string_view kMetadata = "gongwen/metadata.xml";
inline constexpr std::string_view kManifestSm3 = "gongwen/manifest-sm3.txt";
inline constexpr std::string_view kFields = "gongwen/fields.sd-jwt";
inline constexpr std::string_view kOpenings = "gongwen/fields.disclosures";
inline constexpr std::string_view kTemplateFolder = "gongwen/template/";
inline constexpr std::string_view kSeal = "signatures/tagmanifest.p7s";
// Only in bundles whose version.json names them ("time-stamp", "sm2").
inline constexpr std::string_view kStamp = "signatures/tagmanifest.tsr";
inline constexpr std::string_view kTagManifestSm3 = "signatures/tagmanifest-sm3.txt";
inline constexpr std::string_view kSealSm2 = "signatures/tagmanifest.sm2";
inline constexpr std::string_view kSm2Certificate = "signatures/sm2.cert.pem";
inline constexpr std::string_view kNameOfStamp = "time-stamp";
inline constexpr std::string_view kNameOfSm2 = "sm2";
inline constexpr std::string_view kBagitText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// verify_bundle for a zip whose SHA-256 (hexadecimal) is known already.
BundleReport examine_bundle(std::string_view zip, const Place::Name& file, std::span<const sign::Certificate> trusted, std::span<const sign::Crl> crls,
                            std::string sha256);

}  // namespace gongwen::archive
