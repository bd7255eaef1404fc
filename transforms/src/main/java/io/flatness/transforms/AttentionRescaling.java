package io.flatness.transforms;

import io.flatness.spi.Context;
import io.flatness.spi.InvalidParameterException;
import io.flatness.spi.Invariance;
import io.flatness.spi.Param;
import io.flatness.spi.RefusedException;
import io.flatness.spi.Transform;
import io.flatness.spi.loss.Architecture;
import io.flatness.spi.loss.Assignment;
import io.flatness.spi.loss.Heads;
import io.flatness.spi.loss.Layer;
import io.flatness.spi.loss.NetworkLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Invertible matrices inside the heads of an attention: queries against keys, or values against what reads them. */
final class AttentionRescaling {
    private AttentionRescaling() {}

    /** The two products of projections in which a matrix and its inverse meet. */
    enum Pair {
        /** Scores are made of W_Q W_Kᵀ. */
        QUERY_KEY,
        /** The output is made of W_V W_O. */
        VALUE_OUTPUT
    }

    /**
     * The parameters.
     *
     * @param attention number of the attention
     * @param pair which projections change
     * @param head the head of keys and values
     * @param scale a multiple of the identity as the matrix
     * @param matrix the matrix
     * @param log2Range largest absolute exponent of a random stretching
     */
    record Parameters(
            @Param(doc = "the attention, numbered from 0 in topological order", defaultValue = "0")
            int attention,

            @Param(
                    doc =
                            "query-key: queries times A, keys times A⁻ᵀ; value-output: values times A, what reads them times A⁻¹",
                    defaultValue = "query-key")
            Pair pair,

            @Param(
                    doc =
                            "the head of keys and values that changes, from 0, with all heads of queries that share it; all when "
                                    + "left out",
                    optional = true)
            @Nullable
            Integer head,

            @Param(doc = "A = scale · I, not 0; a power of two keeps every output bit", optional = true) @Nullable
            Double scale,

            @Param(
                    doc =
                            "instead of scale: random, a random rotation times random powers of two for each head; or A as a list "
                                    + "of rows, square and invertible",
                    optional = true)
            @Nullable
            HeadMatrix matrix,

            @Param(doc = "random exponents of two are uniform in -log2Range … log2Range; 1 to 300", defaultValue = "2")
            int log2Range) {
        /** Checks that there is one form. */
        Parameters {
            if ((scale == null) == (matrix == null)) {
                throw new InvalidParameterException(
                        "", "give either scale, or matrix: random, or matrix: [the rows of an invertible matrix]");
            }
            if (scale != null && (scale == 0 || !Double.isFinite(scale))) {
                throw new InvalidParameterException(
                        "scale", "is " + scale + "; a finite number other than 0 is needed");
            }
            Factors.requireLog2Range(log2Range);
        }
    }

    static Transform of(Parameters parameters) {
        return new SymmetryTransform("attention-rescaling", Invariance.ATTENTION_RESCALING, new InHeads(parameters));
    }

    private record InHeads(Parameters parameters) implements Symmetry {
        @Override
        public Assignment at(NetworkLoss network, double[] theta, Context context) {
            return change(network, context.random("attention-rescaling.matrix"));
        }

        @Override
        public Assignment typical(NetworkLoss network) {
            return change(network, null);
        }

        private Assignment change(NetworkLoss network, @Nullable RandomGenerator random) {
            Architecture architecture = network.architecture();
            Layer attention = attention(architecture);
            Heads heads = attention.heads().orElseThrow();
            Integer chosen = parameters.head();
            if (chosen != null && (chosen < 0 || chosen >= heads.groups())) {
                throw new InvalidParameterException(
                        "head",
                        "there is no head " + chosen + " of keys and values in layer " + attention.name()
                                + "; heads: 0 to " + (heads.groups() - 1));
            }
            boolean scores = parameters.pair() == Pair.QUERY_KEY;
            Projection first = Projection.of(architecture, attention.inputs().get(scores ? 1 : 2));
            Projection queries = Projection.of(architecture, attention.inputs().get(0));
            int width = first.units() / heads.groups();
            HeadChanges changes = new HeadChanges(architecture);
            for (int group = 0; group < heads.groups(); group++) {
                if (chosen != null && chosen != group) {
                    continue;
                }
                HeadMatrix matrix = matrix(width, random);
                if (!scores) {
                    changes.add(first, group * width, matrix.rows());
                    continue;
                }
                changes.add(first, group * width, matrix.inverseTransposed());
                int shared = heads.heads() / heads.groups();
                for (int head = group * shared; head < (group + 1) * shared; head++) {
                    changes.add(queries, head * width, matrix.rows());
                }
            }
            return changes.assignment();
        }

        private HeadMatrix matrix(int width, @Nullable RandomGenerator random) {
            if (parameters.scale() != null) {
                return HeadMatrix.scaled(width, parameters.scale());
            }
            HeadMatrix given = parameters.matrix();
            if (given == null) {
                throw new AssertionError("neither scale nor matrix");
            }
            if (given.isRandom()) {
                return random == null
                        ? HeadMatrix.typical(width)
                        : HeadMatrix.random(width, parameters.log2Range(), random);
            }
            if (given.width() != width) {
                throw new InvalidParameterException(
                        "matrix", "has " + given.width() + " rows but the heads have " + width + " features");
            }
            return given;
        }

        private Layer attention(Architecture architecture) {
            List<Layer> all = new ArrayList<>();
            for (Layer layer : architecture.layers()) {
                if (layer.heads().isPresent()) {
                    all.add(layer);
                }
            }
            if (all.isEmpty()) {
                throw new RefusedException(
                        "attention-rescaling needs an attention; no layer of this network is one, or was"
                                + " recognized as one (rotary positions keep heads from being seen)");
            }
            if (parameters.attention() < 0 || parameters.attention() >= all.size()) {
                throw new InvalidParameterException(
                        "attention",
                        "there is no attention " + parameters.attention() + "; attentions: 0 to " + (all.size() - 1));
            }
            return all.get(parameters.attention());
        }
    }
}
