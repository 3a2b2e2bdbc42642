package com.fasterxml.jackson.datatype.joda;

import com.fasterxml.jackson.databind.module.SimpleModule;

/**
 * Stands in the function where Jackson's module of this name would: Quarkus gives it to the mapper for handlers with typed input,
 * of which there are none here, and the 180 classes that it loads are the only ones that an AOT cache cannot take.
 */
public final class JodaModule extends SimpleModule {

    private static final long serialVersionUID = 1;
}
