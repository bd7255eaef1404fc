package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;

/** Looks up rows of a table; keeps their numbers. */
final class EmbeddingKernel<A> implements LayerKernel<A> {
    private final Arithmetic<A> arithmetic;
    private final String name;
    private final int weight;
    private final int rows;
    private final int width;
    private final int positions;

    EmbeddingKernel(Embedding layer, Site site, Arithmetic<A> arithmetic) {
        this.arithmetic = arithmetic;
        this.name = site.name();
        this.weight = site.parameters().get(0).offset();
        this.rows = layer.rows();
        this.width = layer.width();
        this.positions = site.input().size();
    }

    @Override
    public int placesSize() {
        return positions;
    }

    @Override
    public void forward(Frame<A> frame) {
        A indices = frame.input(0);
        int[] places = frame.places();
        for (int k = 0; k < frame.samples() * positions; k++) {
            double index = arithmetic.get(indices, k);
            if (!(index >= 0 && index < rows && index == Math.rint(index))) {
                throw new IllegalArgumentException("layer " + name + " (embedding) was given the index " + index
                        + ", but it has " + rows + " rows (0 … " + (rows - 1) + ")");
            }
            places[k] = (int) index;
        }
        look(frame, frame.theta(), frame.out());
    }

    private void look(Frame<A> frame, A table, A into) {
        int[] places = frame.places();
        for (int k = 0; k < frame.samples() * positions; k++) {
            arithmetic.copy(table, weight + places[k] * width, into, k * width, width);
        }
    }

    @Override
    public void tangent(Frame<A> frame) {
        A direction = frame.direction();
        if (direction == null) {
            arithmetic.fill(frame.tangentOut(), 0, frame.samples() * positions * width, 0);
        } else {
            look(frame, direction, frame.tangentOut());
        }
    }

    @Override
    public void pullBack(Frame<A> frame) {
        A cotangentIn = frame.cotangentIn(0);
        if (cotangentIn != null && !frame.accumulates(0)) {
            arithmetic.fill(cotangentIn, 0, frame.cotangents() * frame.samples() * positions, 0);
        }
        A gradient = frame.gradient();
        int[] places = frame.places();
        A cotangentOut = frame.cotangentOut();
        for (int k = 0; gradient != null && k < frame.samples() * positions; k++) {
            int row = weight + places[k] * width;
            arithmetic.addScaled(1, cotangentOut, k * width, gradient, row, width);
        }
    }

    @Override
    public boolean squaresApart() {
        return true;
    }

    /** The gradient of a row is the sum over the places that look it up. */
    @Override
    public void squares(Frame<A> frame, SquareSink<A> sink) {
        A sum = frame.scratch().array(0, width);
        A diagonal = sink.diagonal();
        for (int copy = 0; copy < frame.samples() * frame.cotangents(); copy++) {
            int sample = copy % frame.samples();
            for (int k = 0; k < positions; k++) {
                if (!addRow(frame, copy, k, sum)) {
                    continue;
                }
                if (diagonal != null) {
                    int row = weight + frame.places()[sample * positions + k] * width;
                    arithmetic.addSquares(sum, 0, diagonal, row, width);
                }
                if (sink.samples() != null) {
                    sink.samples()[sample] += arithmetic.dot(sum, 0, sum, 0, width);
                }
            }
        }
    }

    /** Sums the cotangents of the row at place k over all its places; false when it has an earlier place. */
    private boolean addRow(Frame<A> frame, int copy, int k, A sum) {
        int start = copy % frame.samples() * positions;
        int[] places = frame.places();
        arithmetic.fill(sum, 0, width, 0);
        for (int other = 0; other < positions; other++) {
            if (places[start + other] == places[start + k]) {
                if (other < k) {
                    return false;
                }
                arithmetic.addScaled(1, frame.cotangentOut(), (copy * positions + other) * width, sum, 0, width);
            }
        }
        return true;
    }
}
