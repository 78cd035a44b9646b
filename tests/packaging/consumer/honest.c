#include "plugin_template.c"
