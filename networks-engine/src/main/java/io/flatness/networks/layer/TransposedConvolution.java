package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;

/**
 * The transpose of a convolution over any number of axes, channels first: every entry of the input spreads a window.
 *
 * @param outputs number of output channels
 * @param kernel the window of the convolution that it transposes; padding is cut off the output
 * @param extra entries added at the end of each axis of the output
 * @param groups number of groups of channels that are treated apart
 * @param bias whether it has a bias
 */
public record TransposedConvolution(int outputs, Kernel kernel, List<Integer> extra, int groups, boolean bias)
        implements LayerSpec {
    /** Checks the sizes. */
    public TransposedConvolution {
        extra = List.copyOf(extra);
        if (outputs < 1 || groups < 1 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    "a convolution needs a number of groups that divides its outputs but has " + groups + " and "
                            + outputs);
        }
        if (extra.size() != kernel.rank() || extra.stream().anyMatch(entries -> entries < 0)) {
            throw new IllegalArgumentException("needs a number of extra entries, not negative, for each of its "
                    + kernel.rank() + " axes but has " + extra);
        }
    }

    @Override
    public String type() {
        return "conv-transpose" + kernel.rank() + "d";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return Arity.inRows(inputs);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Arity.one(inputs);
        kernel.requireAxes(input);
        if (input.extent(0) % groups != 0) {
            throw new IllegalArgumentException("has " + groups + " groups, which do not divide the " + input.extent(0)
                    + " channels of its input of the shape " + input);
        }
        List<Integer> extents = new ArrayList<>(List.of(outputs));
        for (int axis = 0; axis < kernel.rank(); axis++) {
            int whole = (input.extent(axis + 1) - 1) * kernel.strides().get(axis) + kernel.span(axis);
            extents.add(whole - kernel.before().get(axis) - kernel.after().get(axis) + extra.get(axis));
        }
        if (extents.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("cuts off all of its output: it would have the shape " + extents);
        }
        return Shape.rows(extents);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        List<Integer> shape = new ArrayList<>(List.of(inputs.get(0).extent(0), outputs / groups));
        shape.addAll(kernel.sizes());
        List<TensorSpec> tensors = new ArrayList<>(List.of(new TensorSpec("weight", shape)));
        if (bias) {
            tensors.add(new TensorSpec("bias", List.of(outputs)));
        }
        return tensors;
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public UnitMap propagate(Site site, List<UnitMap> inputs) {
        return UnitRules.unchanged(site, inputs);
    }

    /** Products of each entry's channels, [entries][channels][places of the window], are added to their places. */
    @Override
    public List<Part> parts(Site site) {
        Shape input = site.input();
        List<Integer> order = new ArrayList<>(Axes.all(input.rank()).subList(1, input.rank()));
        order.add(0);
        List<Part> parts = new ArrayList<>(List.of(new Part(new Permute(order), -1)));
        int fanIn = input.extent(0) / groups;
        List<Integer> products =
                Grouped.dense(parts, 0, groups, fanIn, outputs * kernel.size(), WeightOrder.IN_OUT, site, false);
        int product = Grouped.join(parts, products);
        parts.add(new Part(spread(input, site.output()), product));
        if (bias) {
            List<Integer> column = new ArrayList<>(List.of(outputs));
            kernel.sizes().forEach(size -> column.add(1));
            int spread = parts.size() - 1;
            parts.add(new Part(
                    new Parameter(column), List.of(), List.of(site.parameters().get(1))));
            parts.add(new Part(new Expand(site.output().extents()), parts.size() - 1));
            parts.add(new Part(new Add(), spread, parts.size() - 1));
        }
        return parts;
    }

    private Route spread(Shape input, Shape output) {
        List<Integer> extents = new ArrayList<>(input.extents().subList(1, input.rank()));
        extents.add(outputs);
        extents.addAll(kernel.sizes());
        Shape all = Shape.rows(extents);
        List<Integer> from = new ArrayList<>();
        List<Integer> to = new ArrayList<>();
        int[] index = new int[all.rank()];
        for (int k = 0; k < all.size(); k++) {
            int rest = k;
            for (int axis = all.rank() - 1; axis >= 0; axis--) {
                index[axis] = rest % all.extent(axis);
                rest /= all.extent(axis);
            }
            int element = index[kernel.rank()];
            boolean inside = true;
            for (int axis = 0; axis < kernel.rank(); axis++) {
                int entry = kernel.entry(axis, index[axis], index[kernel.rank() + 1 + axis]);
                inside &= entry >= 0 && entry < output.extent(axis + 1);
                element = element * output.extent(axis + 1) + entry;
            }
            if (inside) {
                from.add(k);
                to.add(element);
            }
        }
        int[] sources = from.stream().mapToInt(Integer::intValue).toArray();
        int[] targets = to.stream().mapToInt(Integer::intValue).toArray();
        return new Route(Routing.of(sources, targets, output.size()), output);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        throw new AssertionError("this layer consists of others");
    }
}
