package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows and columns of one constant around an image; a negative number takes rows or columns away instead.
 *
 * @param top rows above
 * @param left columns on the left
 * @param bottom rows below
 * @param right columns on the right
 * @param value the constant, finite
 */
public record Pad(int top, int left, int bottom, int right, double value) implements LayerSpec {
    private static final int LARGEST = 1 << 20;

    @Override
    public String type() {
        return "pad";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return inputs.stream().map(Shape::inPlanes).toList();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        if (!input.isImage()) {
            throw new IllegalArgumentException(
                    "needs an image [channels, height, width] but its input has the shape " + input);
        }
        requireRanges();
        int height = input.extents().get(1);
        int width = input.extents().get(2);
        if (height + Math.min(top, 0) + Math.min(bottom, 0) < 1 || width + Math.min(left, 0) + Math.min(right, 0) < 1) {
            throw new IllegalArgumentException("takes away the whole of its input of the shape " + input
                    + ": it pads by " + top + " rows above, " + bottom + " below, " + left + " columns on the left, "
                    + right + " on the right");
        }
        return Shape.of(input.units(), height + top + bottom, width + left + right);
    }

    private void requireRanges() {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("pads with " + value
                    + "; a finite number is expected. Before a max-pool, give the padding to the max-pool instead");
        }
        for (int side : new int[] {top, left, bottom, right}) {
            if (Math.abs((long) side) > LARGEST) {
                throw new IllegalArgumentException(
                        "pads by " + side + "; from " + -LARGEST + " to " + LARGEST + " is allowed");
            }
        }
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean passesPaths() {
        return !addsValue();
    }

    /** Whether elements of a value other than 0 are added, which do not scale with the image. */
    private boolean addsValue() {
        return value != 0 && (top > 0 || left > 0 || bottom > 0 || right > 0);
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return addsValue() ? inputs.get(0).permutation() : inputs.get(0);
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        Strip strip = strip(site);
        return Optional.of((in, parameters, buffers, out) -> {
            Arrays.fill(out.low(), value);
            Arrays.fill(out.high(), value);
            for (int plane = 0; plane < site.input().units(); plane++) {
                for (int row = 0; row < strip.rows(); row++) {
                    int from = strip.inside(plane, row);
                    int to = strip.outside(plane, row);
                    System.arraycopy(in[0].low(), from, out.low(), to, strip.columns());
                    System.arraycopy(in[0].high(), from, out.high(), to, strip.columns());
                }
            }
        });
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new PadKernel<>(strip(site), value, site, arithmetic);
    }

    private Strip strip(Site site) {
        return new Strip(site.input().extents(), site.output().extents(), top, left, bottom, right);
    }

    /** The part of an image that stays, in rows of the image without and with the padding. */
    record Strip(int height, int width, int outHeight, int outWidth, int top, int left, int rows, int columns) {
        private Strip(List<Integer> input, List<Integer> output, int top, int left, int bottom, int right) {
            this(
                    input.get(1),
                    input.get(2),
                    output.get(1),
                    output.get(2),
                    top,
                    left,
                    input.get(1) + Math.min(top, 0) + Math.min(bottom, 0),
                    input.get(2) + Math.min(left, 0) + Math.min(right, 0));
        }

        /** Where row {@code row} of what stays begins in plane {@code plane} of the input. */
        int inside(int plane, int row) {
            return (plane * height + row + Math.max(-top, 0)) * width + Math.max(-left, 0);
        }

        /** Where it begins in the output. */
        int outside(int plane, int row) {
            return (plane * outHeight + row + Math.max(top, 0)) * outWidth + Math.max(left, 0);
        }
    }
}
