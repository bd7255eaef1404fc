package io.flatness.networks.layer;

import io.flatness.networks.tile.Arithmetic;
import io.flatness.networks.tile.Routing;
import io.flatness.networks.tile.Shape;
import io.flatness.networks.tile.Window;
import io.flatness.spi.loss.Along;
import io.flatness.spi.loss.Moves;
import io.flatness.spi.loss.UnitMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution over any number of axes, channels first: signals, images, volumes.
 *
 * @param outputs number of output channels
 * @param kernel the window
 * @param groups number of groups of channels that are convolved apart
 * @param bias whether it has a bias
 */
public record Convolution(int outputs, Kernel kernel, int groups, boolean bias) implements LayerSpec {
    /** Checks the sizes. */
    public Convolution {
        if (outputs < 1 || groups < 1 || outputs % groups != 0) {
            throw new IllegalArgumentException(
                    "a convolution needs a number of groups that divides its outputs but has " + groups + " and "
                            + outputs);
        }
    }

    @Override
    public String type() {
        return "conv" + kernel.rank() + "d";
    }

    @Override
    public List<Shape> arranged(List<Shape> inputs) {
        return kernel.rank() == 1 ? inputs.stream().map(Shape::inPlanes).toList() : Arity.inRows(inputs);
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
            extents.add(kernel.windows(axis, input.extent(axis + 1)));
        }
        if (extents.contains(0)) {
            throw new IllegalArgumentException("has a window of " + kernel.sizes()
                    + " that does not fit into its padded input of the shape " + input);
        }
        return new Shape(extents, kernel.rank() > 1);
    }

    @Override
    public List<TensorSpec> parameters(List<Shape> inputs) {
        List<Integer> shape = new ArrayList<>(List.of(outputs, inputs.get(0).extent(0) / groups));
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
        return kernel.rank() == 1 ? UnitMap.identity(outputs) : UnitRules.unchanged(site, inputs);
    }

    @Override
    public boolean absorbsInputs() {
        return kernel.rank() == 1;
    }

    @Override
    public boolean absorbsOutput() {
        return kernel.rank() == 1;
    }

    @Override
    public void transport(Site site, List<UnitMap> inputs, UnitMap output, Moves moves) {
        if (kernel.rank() > 1) {
            return;
        }
        moves.parameter(
                site.parameters().get(0),
                Along.output(0, output),
                Along.input(1, inputs.get(0)).grouped(groups));
        if (bias) {
            moves.parameter(site.parameters().get(1), Along.output(0, output));
        }
    }

    /** Windows are written out as rows, [windows][groups][channels of a group · entries], and multiplied. */
    @Override
    public List<Part> parts(Site site) {
        if (kernel.rank() == 1) {
            return List.of();
        }
        Shape output = site.output();
        int channels = site.input().extent(0);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(windows(site.input(), output), -1));
        int fanIn = channels / groups * kernel.size();
        List<Integer> products = Grouped.dense(parts, 0, groups, fanIn, outputs, WeightOrder.OUT_IN, site, bias);
        int product = Grouped.join(parts, products);
        List<Integer> order = new ArrayList<>(List.of(kernel.rank()));
        order.addAll(Axes.all(kernel.rank()));
        parts.add(new Part(new Permute(order), product));
        return parts;
    }

    private Route windows(Shape input, Shape output) {
        int channels = input.extent(0);
        List<Integer> extents = new ArrayList<>(output.extents().subList(1, output.rank()));
        extents.add(channels);
        extents.addAll(kernel.sizes());
        Shape all = Shape.rows(extents);
        int[] source = new int[all.size()];
        int[] index = new int[all.rank()];
        for (int k = 0; k < source.length; k++) {
            int rest = k;
            for (int axis = all.rank() - 1; axis >= 0; axis--) {
                index[axis] = rest % all.extent(axis);
                rest /= all.extent(axis);
            }
            int element = index[kernel.rank()];
            boolean inside = true;
            for (int axis = 0; axis < kernel.rank(); axis++) {
                int entry = kernel.entry(axis, index[axis], index[kernel.rank() + 1 + axis]);
                inside &= entry >= 0 && entry < input.extent(axis + 1);
                element = element * input.extent(axis + 1) + entry;
            }
            source[k] = inside ? element : -1;
        }
        List<Integer> rows = new ArrayList<>(output.extents().subList(1, output.rank()));
        rows.add(channels * kernel.size());
        return new Route(Routing.bySource(source), Shape.rows(rows));
    }

    @Override
    public Optional<IntervalRule> intervals(Site site) {
        return onRows().intervals(site);
    }

    @Override
    public <A> LayerKernel<A> kernel(Site site, Arithmetic<A> arithmetic) {
        return new ConvKernel<>(onRows(), site, arithmetic);
    }

    /** The convolution of signals as one of images of one row. */
    private Conv2d onRows() {
        Window window = new Window(
                1,
                kernel.sizes().get(0),
                1,
                kernel.strides().get(0),
                0,
                kernel.before().get(0),
                0,
                kernel.after().get(0),
                1,
                kernel.dilations().get(0));
        return new Conv2d(outputs, window, groups, bias);
    }
}
