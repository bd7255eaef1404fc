/** The problems of an experiment: networks, quadratics and analytic surfaces. */
@NullMarked
package io.flatness.networks.problem;

import org.jspecify.annotations.NullMarked;
