/** The files that a run leaves. */
@NullMarked
package io.flatness.core.report;

import org.jspecify.annotations.NullMarked;
