/** Where components come from: the class path and plugin jars, and the registry that holds them by name. */
@NullMarked
package io.flatness.core.plugin;

import org.jspecify.annotations.NullMarked;
