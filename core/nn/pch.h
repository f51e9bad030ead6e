// The precompiled header of nn, train and eval; sources still include what they use.
#pragma once

#include <torch/torch.h>
