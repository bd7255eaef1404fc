/**
 * Results as people read them: tables and sentences for a terminal, a page, figures. It reads {@code results.json} and
 * knows no component by name.
 */
@NullMarked
package io.flatness.report;

import org.jspecify.annotations.NullMarked;
