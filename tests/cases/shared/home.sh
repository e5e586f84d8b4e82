# For the cases of page styles and fonts: a GONGWEN_HOME of one's own, in which the case may change things.
home() {
  mkdir -p home/templates home/fonts
  cp -R "$GONGWEN_HOME/templates/styles" home/templates/
  cp "$GONGWEN_HOME/fonts/roles.json" home/fonts/
  ln -s "$GONGWEN_HOME/fonts/prepared" home/fonts/prepared
}
