// Driver of veraPDF's library, run by its own JavaScript interpreter: see verapdf.sh.
var vera = Packages.org.verapdf;
var Flavour = vera.pdfa.flavours.PDFAFlavour;
var Status = vera.pdfa.results.TestAssertion.Status;

function rule(id) {
  return id.getSpecification().getId() + " " + id.getClause() + "-" + id.getTestNumber();
}

function claimed(foundry, file) {
  var parser = foundry.createParser(file, Flavour.NO_FLAVOUR);
  try {
    return parser.getFlavours().toArray().filter(function (f) { return f != Flavour.NO_FLAVOUR; });
  } finally {
    parser.close();
  }
}

// Prints the rules that failed, each with its first place. Returns whether the file keeps to the flavour.
function keeps(foundry, file, flavour) {
  var parser = foundry.createParser(file, flavour);
  var validator = foundry.createValidator(flavour, 10000, false, true, false);
  try {
    var result = validator.validate(parser);
    if (result.isCompliant()) return true;
    var seen = {};
    result.getTestAssertions().toArray().forEach(function (t) {
      var key = rule(t.getRuleId());
      if (t.getStatus() != Status.FAILED || seen[key]) return;
      seen[key] = true;
      print("  " + flavour.getId() + ", rule " + key + ": " + (t.getErrorMessage() || t.getMessage()) + " @ " +
            t.getLocation().getContext());
    });
    return false;
  } finally {
    validator.close();
    parser.close();
  }
}

function check(name, wanted) {
  var foundry = vera.pdfa.Foundries.defaultInstance();
  try {
    var file = new java.io.File(name);
    var flavours = wanted || claimed(foundry, file);
    var ids = flavours.map(function (f) { return f.getId(); }).join(" ");
    var ok = flavours.length > 0;
    flavours.forEach(function (f) { if (!keeps(foundry, file, f)) ok = false; });
    print((ok ? "OK " : "BAD ") + name + " " + (ids || "claims no PDF/A or PDF/UA"));
    return ok;
  } catch (e) {
    print("BAD " + name + " " + e);
    return false;
  } finally {
    foundry.close();
  }
}

java.util.logging.LogManager.getLogManager().reset();
vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var names = Array.prototype.slice.call(arguments);
var wanted = null;
if (names[0] == "-f") {
  wanted = String(names[1]).split(",").map(function (id) { return Flavour.byFlavourId(id); });
  names = names.slice(2);
}
var bad = names.filter(function (name) { return !check(name, wanted); });
java.lang.System.out.flush();
quit(names.length == 0 ? 2 : bad.length > 0 ? 1 : 0);
