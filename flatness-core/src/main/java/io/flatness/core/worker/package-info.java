/** Tasks in other processes of this machine, one line of JSON a message. */
@NullMarked
package io.flatness.core.worker;

import org.jspecify.annotations.NullMarked;
