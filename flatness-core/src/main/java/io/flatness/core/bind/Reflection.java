package io.flatness.core.bind;

import io.flatness.core.spec.Findings;
import io.flatness.core.spec.YamlMap;
import io.flatness.core.spec.YamlNode;
import io.flatness.spi.InvalidParameterException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Calls constructors of records and shorthands; what they refuse becomes a finding. */
final class Reflection {
    private Reflection() {}

    static @Nullable Object call(Method method, Object argument, YamlNode node, String name, Findings findings) {
        try {
            method.setAccessible(true);
            return method.invoke(null, argument);
        } catch (InvocationTargetException e) {
            report(e.getCause(), node, name, findings);
        } catch (IllegalAccessException e) {
            throw new AssertionError("the method was made accessible", e);
        }
        return null;
    }

    static @Nullable Object construct(Class<?> record, Object[] values, YamlMap map, String name, Findings findings) {
        try {
            Class<?>[] types = Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            report(e.getCause(), map, name, findings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("every record has its canonical constructor", e);
        }
        return null;
    }

    private static void report(@Nullable Throwable cause, YamlNode node, String name, Findings findings) {
        if (cause instanceof InvalidParameterException invalid) {
            findings.add(Places.of(node, invalid.parameter()), message(name, invalid));
        } else if (cause instanceof IllegalArgumentException invalid) {
            findings.add(Places.ofMessage(node, invalid.getMessage()), message(name, invalid));
        } else {
            findings.add(node.mark(), name + " was refused by a fault in its component: " + cause);
        }
    }

    private static String message(String name, IllegalArgumentException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? name + " was refused without a reason" : message;
    }
}
