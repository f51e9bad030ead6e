#include "core/nn/export/torchscript_writer.h"

#include <map>
#include <span>
#include <sstream>

#include <torch/script.h>
#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/backbones/torchscript_program.h"

namespace pf {
namespace {

using torch::jit::Module;

constexpr const char* kUnitRows = "    mu = raw / torch.clamp_min(torch.norm(raw, 2, [1], True), 1e-12)\n";

/// A tree of modules whose parameters are called as this program calls them.
class ModuleTree {
  public:
    ModuleTree() : unit_(std::make_shared<torch::jit::CompilationUnit>()) {
        modules_.emplace("", make("Model"));
    }

    Module& root() { return modules_.at(""); }

    /// `trainable` names come first; the rest are buffers.
    void add(const NamedTensors& tensors) {
        for (const auto& [name, tensor] : tensors) {
            const std::size_t dot = name.rfind('.');
            Module& owner = module(name.substr(0, dot));
            const std::string attribute = name.substr(dot + 1);
            const at::Tensor value = tensor.detach().to(at::kCPU).clone(at::MemoryFormat::Contiguous);
            owner.register_parameter(attribute, value, attribute.starts_with("running_"));
        }
    }

  private:
    Module make(const std::string& name) {
        Module result(c10::QualifiedName("__torch__.probface." + name), unit_);
        // Python's freeze and eval look for it.
        result.register_attribute("training", c10::BoolType::get(), false);
        return result;
    }

    Module& module(const std::string& path) {
        if (const auto found = modules_.find(path); found != modules_.end()) {
            return found->second;
        }
        const std::size_t dot = path.rfind('.');
        Module& parent = dot == std::string::npos ? root() : module(path.substr(0, dot));
        std::string type = path;
        std::replace(type.begin(), type.end(), '.', '_');
        Module& added = modules_.emplace(path, make(type)).first->second;
        parent.register_module(path.substr(dot == std::string::npos ? 0 : dot + 1), added);
        return added;
    }

    std::shared_ptr<torch::jit::CompilationUnit> unit_;
    std::map<std::string, Module> modules_;
};

std::string batchNorm(const std::string& input, const std::string& name, const std::string& epsilon,
                      bool affine = true) {
    const std::string weights =
        affine ? "self." + name + ".weight, self." + name + ".bias" : std::string("None, None");
    return "torch.batch_norm(" + input + ", " + weights + ", self." + name + ".running_mean, self." + name +
           ".running_var, False, 0.0, " + epsilon + ", True)";
}

/// Lines that compute `sigma_sq` from `features`.
std::string headSource(const UncertaintyHead& head) {
    const std::string epsilon = formatNumber(head.options().bnEpsilon);
    return "    h = torch.linear(features, self.head.fc1.weight)\n"
           "    h = torch.relu(" +
           batchNorm("h", "head.bn1", epsilon) +
           ")\n"
           "    h = torch.linear(h, self.head.fc2.weight)\n"
           "    h = " +
           batchNorm("h", "head.bn2", epsilon, false) +
           "\n"
           "    sigma_sq = torch.exp(h * self.head.gamma + self.head.beta) + 1e-6\n";
}

/// Lines that compute `mu` and `features` from `images`.
std::string resFaceSource(const ResFace& network) {
    const ResFaceOptions& options = network.options();
    const std::string epsilon = formatNumber(options.bnEpsilon);
    std::string source = "    x = images\n";
    std::string pooled;
    std::int64_t height = options.inputHeight;
    std::int64_t width = options.inputWidth;
    const auto convBnRelu = [&](const std::string& input, const std::string& conv, const std::string& bn,
                                const std::string& geometry) {
        return "torch.relu(" +
               batchNorm("torch.conv2d(" + input + ", self." + conv + ".weight, None, " + geometry + ")", bn,
                         epsilon) +
               ")\n";
    };
    for (std::size_t stage = 1; stage <= 4; ++stage) {
        const std::string prefix = "backbone.stage" + std::to_string(stage) + ".";
        std::string padding = "[2, 2], [1, 1]";
        if (options.tfSamePadding) {
            source += "    x = torch.constant_pad_nd(x, [" + std::to_string(width % 2) + ", 1, " +
                      std::to_string(height % 2) + ", 1])\n";
            padding = "[2, 2], [0, 0]";
        }
        height = (height + 1) / 2;
        width = (width + 1) / 2;
        source += "    x = " + convBnRelu("x", prefix + "conv", prefix + "bn", padding);
        for (int block = 1; block <= resFaceBlocks(options.depth)[stage - 1]; ++block) {
            const std::string place = prefix + "block" + std::to_string(block) + ".";
            source += "    r = " + convBnRelu("x", place + "conv1", place + "bn1", "[1, 1], [1, 1]");
            source += "    x = x + " + convBnRelu("r", place + "conv2", place + "bn2", "[1, 1], [1, 1]");
        }
        if (options.multiLayer) {
            const std::string name = "p" + std::to_string(stage);
            source += "    " + name + " = torch.mean(x, [2, 3])\n";
            pooled += ", " + name;
        }
    }
    source += "    flat = torch.flatten(x, 1)\n    raw = " +
              batchNorm("torch.linear(flat, self.backbone.fc.weight)", "backbone.fc_bn", epsilon) + "\n" +
              kUnitRows;
    return source + (options.multiLayer ? "    features = torch.cat([flat" + pooled + "], 1)\n"
                                        : std::string("    features = flat\n"));
}

constexpr const char* kFromImages = "def forward(self, images: Tensor) -> Tuple[Tensor, Tensor]:\n";
constexpr const char* kBoth = "    return mu, sigma_sq\n";

void save(const std::filesystem::path& file, const Module& module, const Metadata& extras) {
    std::ostringstream stream;
    module.save(stream, {extras.begin(), extras.end()});
    throwIf(!stream, ErrorCode::Internal, "TorchScript could not be written to memory", file.string());
    const std::string bytes = std::move(stream).str();
    writeFileAtomically(file, [&](const ByteSink& sink) { sink(std::as_bytes(std::span(bytes))); });
}

/// The lines that compute `raw` and `features` with a program.
std::string programSource(const TorchScriptCall& call) {
    const std::string unit =
        std::string("    raw = torch.flatten(given") + call.mu + ", 1).float()\n" + kUnitRows;
    return "    given = self.backbone.forward(images)\n" + unit +
           (call.hasFeatures ? "    features = torch.flatten(given" + call.features + ", 1).float()\n"
                             : std::string("    features = mu\n"));
}

}  // namespace

void writeHeadTorchScript(const std::filesystem::path& file, const UncertaintyHead& head,
                          const Metadata& extras) {
    ModuleTree tree;
    tree.add(head.namedTensors());
    tree.root().define("def forward(self, features: Tensor) -> Tensor:\n" + headSource(head) +
                       "    return sigma_sq\n");
    save(file, tree.root(), extras);
}

void writeTorchScript(const std::filesystem::path& file, const ResFace& network, const UncertaintyHead& head,
                      const Metadata& extras) {
    refuseIf(head.options().inputSize != network.featureSize(), ErrorCode::Shape, "the head takes ",
             head.options().inputSize, " features, the backbone gives ", network.featureSize());
    ModuleTree tree;
    tree.add(network.namedTensors());
    tree.add(head.namedTensors());
    tree.root().define(kFromImages + resFaceSource(network) + headSource(head) + kBoth);
    save(file, tree.root(), extras);
}

void writeTorchScript(const std::filesystem::path& file, const std::filesystem::path& program,
                      const TorchScriptCall& call, const UncertaintyHead& head, const Metadata& extras) {
    ModuleTree tree;
    tree.add(head.namedTensors());
    Module backbone = loadTorchScript(program);
    const auto& returns = backbone.get_method("forward").function().getSchema().returns();
    try {
        if (call.singlePrecision) {
            backbone = inSinglePrecision(backbone);
        }
        moveWrittenDevices(backbone, at::kCPU);
        tree.root().register_module("backbone", backbone);
        tree.root().define(kFromImages + programSource(call) + headSource(head) + kBoth);
    } catch (const std::exception& error) {
        failData(program.string(), "cannot be wrapped, because its forward is declared to return ",
                 returns.empty() ? "nothing" : returns[0].type()->annotation_str(), " (", torchReason(error),
                 ")");
    }
    save(file, tree.root(), extras);
}

}  // namespace pf
